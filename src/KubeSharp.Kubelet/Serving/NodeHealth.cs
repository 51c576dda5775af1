using KubeSharp.Kubelet.PodLifecycle;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Kubelet.Serving;

/// <summary>/healthz of the agent and of each of its checks: whether it answers, and whether it still looks after its pods. Source: Kubelet Configuration, healthzPort; Kubernetes API health endpoints.</summary>
internal sealed class NodeHealth(Func<DateTimeOffset> lastRelist, TimeProvider time)
{
    private static readonly TimeSpan _silentMax = TimeSpan.FromMinutes(2);
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private static readonly string[] _checks = ["ping", "log", "syncloop"];

    /// <summary>Answers a request; what it does not know is not found.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var (code, text) = Answer(context.Request.Path.Value ?? "/", context.Request.Query.ContainsKey("verbose"));
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>The code and the text for a path.</summary>
    internal (int Code, string Text) Answer(string path, bool isVerbose = false)
    {
        var asked = path.TrimEnd('/') switch { "/healthz" => _checks, ['/', 'h', 'e', 'a', 'l', 't', 'h', 'z', '/', .. var one] when _checks.Contains(one) => [one], _ => [] };
        if (asked.Length == 0) { return (404, "404 page not found\n"); }
        var isWhole = asked.Length > 1;
        var failed = asked.Where(c => !Holds(c)).ToArray();
        if (failed.Length > 0 && !isWhole) { return (500, "internal server error: sync Loop took longer than expected\n"); }
        if (failed.Length == 0 && !(isVerbose && isWhole)) { return (200, "ok"); }
        var lines = string.Concat(asked.Select(c => failed.Contains(c) ? $"[-]{c} failed: reason withheld\n" : $"[+]{c} ok\n"));
        return failed.Length > 0 ? (500, $"{lines}healthz check failed\n") : (200, $"{lines}healthz check passed\n");
    }

    // Compat: pods that were not looked after for two minutes are a failure; a runtime that does not answer is one so.
    private bool Holds(string check)
    {
        if (check != "syncloop") { return true; }
        var (now, last) = (time.GetUtcNow(), lastRelist());
        return now - (last > _started ? last : _started) <= _silentMax;
    }
}
