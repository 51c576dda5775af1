using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>
/// As whom the server calls admission webhooks, by a kubeconfig whose users are named by the webhooks' hosts. Source: Dynamic Admission Control,
/// Authenticate API servers.
/// </summary>
public sealed class WebhookUsers
{
    private const int DefaultPort = 443;
    private const string Any = "*";
    private readonly ImmutableDictionary<string, WebhookCredentials> _users;
    private readonly WebhookCredentials _others;

    private WebhookUsers(ImmutableDictionary<string, WebhookCredentials> users, string current)
    {
        _users = users;
        _others = users.GetValueOrDefault(Any) ?? users.GetValueOrDefault(current) ?? WebhookCredentials.None;
    }

    /// <summary>As nobody.</summary>
    public static WebhookUsers None { get; } = new(ImmutableDictionary<string, WebhookCredentials>.Empty, "");

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">It does not hold.</exception>
    /// <exception cref="IOException">It, or a file it names, cannot be read.</exception>
    public static WebhookUsers Read(string path)
    {
        var config = Yaml.Read(File.ReadAllText(path));
        var users = config.Items("users").ToImmutableDictionary(static u => u.Text("name"), u => WebhookCredentials.Read(u.Object("user"), path));
        return new(users, KubeconfigFields.Named(config, "contexts", config.Text("current-context"), "context").Text("user"));
    }

    /// <summary>The endpoint with what is shown there: of the user named as its host and port, else as its domain with a star, for port 443 also without the port, else of the user *, else of the current context.</summary>
    public WebhookEndpoint With(WebhookEndpoint endpoint)
    {
        if (_users.IsEmpty) { return endpoint; }
        var (host, port) = (endpoint.Address.Host, endpoint.Address.Port);
        return endpoint with { Credentials = Find($"{host}:{port}") ?? (port == DefaultPort ? Find(host) : null) ?? _others };
    }

    private WebhookCredentials? Find(string target)
    {
        if (_users.TryGetValue(target, out var found)) { return found; }
        for (var dot = target.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = target.IndexOf('.', dot + 1))
        {
            if (_users.TryGetValue(Any + target[dot..], out found)) { return found; }
        }
        return null;
    }
}
