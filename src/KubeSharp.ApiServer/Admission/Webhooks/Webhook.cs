using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Selectors;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>One webhook of a configuration. Source: admissionregistration.k8s.io MutatingWebhook and ValidatingWebhook.</summary>
/// <param name="Configuration">Name of the configuration.</param>
/// <param name="Name">Its own name.</param>
public sealed record Webhook(string Configuration, string Name)
{
    private const int DefaultSeconds = 10;

    /// <summary>How it is called; null: the configuration names nothing that can be, see <see cref="Mistake"/>.</summary>
    public WebhookEndpoint? Endpoint { get; private init; }
    /// <summary>Why it cannot be called.</summary>
    public string Mistake { get; private init; } = "";
    /// <summary>Which requests it is for.</summary>
    public ImmutableArray<WebhookRule> Rules { get; private init; } = [];
    /// <summary>Labels of the namespace.</summary>
    public LabelSelector Namespaces { get; private init; } = LabelSelector.Everything;
    /// <summary>Labels of the object, new or old.</summary>
    public LabelSelector Objects { get; private init; } = LabelSelector.Everything;
    /// <summary>Expressions that must all hold.</summary>
    public MatchConditions Conditions { get; private init; } = MatchConditions.None;
    /// <summary>A call that fails is passed by (failurePolicy Ignore).</summary>
    public bool IgnoresFailure { get; private init; }
    /// <summary>A request in another version of the API counts too (matchPolicy Equivalent).</summary>
    public bool MatchesEquivalent { get; private init; } = true;
    /// <summary>May be called when nothing will be stored.</summary>
    public bool AllowsDryRun { get; private init; }
    /// <summary>Is called again when others changed the object after it (reinvocationPolicy IfNeeded).</summary>
    public bool IsReinvoked { get; private init; }
    /// <summary>How long a call may take; default 10 s.</summary>
    public TimeSpan Timeout { get; private init; }

    /// <summary>Reads the webhooks of a configuration in their order.</summary>
    public static ImmutableArray<Webhook> Read(ObjectNode configuration) =>
        [.. configuration.Items("webhooks").OfType<ObjectNode>().Select(w => Read(configuration.Object("metadata").Text("name"), w))];

    private static Webhook Read(string configuration, ObjectNode value)
    {
        var seconds = value.Number("timeoutSeconds") ?? DefaultSeconds;
        var (endpoint, mistake) = Endpoints(value.Object("clientConfig"), seconds);
        return new(configuration, value.Text("name"))
        {
            Endpoint = endpoint,
            Mistake = mistake,
            Timeout = TimeSpan.FromSeconds(seconds),
            Rules = [.. value.Items("rules").Select(WebhookRule.Read)],
            Namespaces = LabelSelector.From(value["namespaceSelector"]) ?? LabelSelector.Everything,
            Objects = LabelSelector.From(value["objectSelector"]) ?? LabelSelector.Everything,
            Conditions = MatchConditions.Compile(value.Items("matchConditions"), WebhookEnvironment.Environment),
            IgnoresFailure = value.Text("failurePolicy") == "Ignore",
            MatchesEquivalent = value.Text("matchPolicy") != "Exact",
            AllowsDryRun = value.Text("sideEffects") is "None" or "NoneOnDryRun",
            IsReinvoked = value.Text("reinvocationPolicy") == "IfNeeded",
        };
    }

    private static (WebhookEndpoint?, string) Endpoints(ObjectNode client, long seconds)
    {
        try
        {
            var read = WebhookEndpoint.Read(client);
            return (read with { Address = new UriBuilder(read.Address) { Query = read.Address.Query.TrimStart('?') is { Length: > 0 } query ? $"{query}&timeout={seconds}s" : $"timeout={seconds}s" }.Uri }, "");
        }
        catch (WebhookException e) { return (null, e.Message); }
    }
}
