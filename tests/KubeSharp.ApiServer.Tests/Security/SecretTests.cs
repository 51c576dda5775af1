using System.Collections.Concurrent;
using System.Net.Http.Headers;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Tests.Kit;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Tests.Security;

/// <summary>Secrets stay where they belong.</summary>
public sealed class SecretTests
{
    [Fact]
    public async Task Secrets_and_tokens_are_in_no_log_no_event_no_refusal_and_no_audit_below_their_level()
    {
        using var log = new Lines();
        var sink = new Lines();
        const string policy = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]";
        await using var server = await TestServer.StartAsync(o => o with
        {
            Authenticators = [new TokenFileAuthenticator("t0ken-of-admin,admin,1,\"system:masters\"")],
            Audit = _ => new RequestAudit(AuditPolicy.Read(policy), [sink], TimeProvider.System),
        }, loggers: log);
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "t0ken-of-admin");
        var answers = new List<string>();
        foreach (var (method, path, body) in ((string, string, string?)[])[
            ("POST", "/api/v1/namespaces/default/secrets", """{"metadata":{"name":"s"},"stringData":{"password":"hunter2"}}"""),
            ("POST", "/api/v1/namespaces/default/secrets", """{"metadata":{"name":"s"},"stringData":{"password":"hunter2"}}"""),
            ("PUT", "/api/v1/namespaces/default/secrets/s", """{"metadata":{"name":"s"},"type":"kubernetes.io/tls","stringData":{"password":"hunter2"}}"""),
            ("POST", "/api/v1/namespaces/default/secrets", """{"metadata":{"name":"BAD"},"stringData":{"password":"hunter2"}}"""),
            ("POST", "/api/v1/namespaces/default/secrets", """{"metadata":{"name":"t"},"data":{"password":"hunter2-is-no-base64"}}"""),
            ("GET", "/api/v1/namespaces/default/events", null)])
        {
            var (code, answer) = await server.SendAsync(method, path, body);
            if (code >= 400 || method == "GET") { answers.Add(answer.ToString()); }
        }
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "t0ken-of-nobody");
        answers.Add((await server.SendAsync("GET", "/api/v1/namespaces/default/secrets")).Body.ToString());
        await CustomResourceKit.UntilAsync(() => Task.FromResult(sink.All.Any(static l => l.Contains("Authentication failed", StringComparison.Ordinal))), "the refusal to be recorded");
        Assert.NotEmpty(log.All);
        foreach (var line in log.All.Concat(sink.All).Concat(answers))
        {
            Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
            Assert.DoesNotContain("aHVudGVyMg", line, StringComparison.Ordinal);
            Assert.DoesNotContain("t0ken-of", line, StringComparison.Ordinal);
        }
    }

    // Takes lines of the log and events of the audit.
    private sealed class Lines : ILoggerFactory, ILogger, IAuditSink
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) { }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Take(ReadOnlyMemory<byte> json) => All.Enqueue(System.Text.Encoding.UTF8.GetString(json.Span));

        public ValueTask DisposeAsync() => default;

        public void Dispose() { }
    }
}
