using KubeSharp.Api;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>The match conditions of a webhook: expressions that must all hold for it to be called. Source: Dynamic Admission Control, matchConditions.</summary>
public sealed class WebhookConditions
{
    private readonly ArrayNode _conditions;

    private WebhookConditions(ArrayNode conditions) => _conditions = conditions;

    /// <summary>No conditions: always called.</summary>
    public static WebhookConditions None { get; } = new(ArrayNode.Empty);

    /// <summary>Reads them.</summary>
    public static WebhookConditions Read(ArrayNode conditions) => conditions.Count == 0 ? None : new(conditions);

    /// <summary>Whether all hold; or what went wrong where none is false.</summary>
    public (bool Matches, string? Mistake) Evaluate(AdmissionRequest request, ApiResource version, CancellationToken cancellation) =>
        _conditions.Count == 0 ? (true, null) : (false, "match conditions cannot be evaluated");
}
