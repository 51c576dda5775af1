using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>Strategy Webhook: a ConversionReview with all objects, answered with all of them converted. Source: Versions in CustomResourceDefinitions, webhook conversion.</summary>
public sealed class WebhookConversion(ObjectNode definition, WebhookClient client) : IVersionConversion
{
    private const string ReviewVersion = "apiextensions.k8s.io/v1";
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    /// <summary>The conversion that a definition asks for.</summary>
    public static IVersionConversion Of(ObjectNode definition, WebhookClient client) =>
        definition.Object("spec").Object("conversion").Text("strategy") == "Webhook" ? new WebhookConversion(definition.Object("spec"), client) : NoConversion.Instance;

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ObjectNode>> ConvertAsync(ImmutableArray<ObjectNode> values, string groupVersion, CancellationToken cancellation)
    {
        var uid = Guid.NewGuid().ToString();
        var review = ObjectNode.Of(("kind", "ConversionReview"), ("apiVersion", ReviewVersion),
            ("request", ObjectNode.Of(("uid", uid), ("desiredAPIVersion", groupVersion), ("objects", new ArrayNode([.. values.CastArray<Node>()])))));
        ObjectNode answer;
        try
        {
            var endpoint = WebhookEndpoint.Read(definition.Object("conversion").Object("webhook").Object("clientConfig"));
            answer = await client.PostAsync(endpoint, review, _timeout, cancellation).ConfigureAwait(false);
        }
        catch (WebhookException e) { throw Failed(values[0], e.Message, e); }
        return Read(answer, uid, values, groupVersion);
    }

    /// <summary>The converted objects of an answer. Pure.</summary>
    /// <exception cref="StatusException">500: it is none, says that it failed, or has changed what may not change.</exception>
    public static ImmutableArray<ObjectNode> Read(ObjectNode answer, string uid, ImmutableArray<ObjectNode> values, string groupVersion)
    {
        var from = values[0];
        if (answer.Text("kind") != "ConversionReview" || answer.Text("apiVersion") != ReviewVersion) { throw Failed(from, $"invalid response: expected {ReviewVersion}, Kind=ConversionReview, got {answer.Text("apiVersion")}, Kind={answer.Text("kind")}"); }
        var response = answer.Object("response");
        if (response.Text("uid") != uid) { throw Failed(from, $"invalid response: expected response.uid={uid}, got {response.Text("uid")}"); }
        if (response.Object("result").Text("status") != "Success") { throw Failed(from, response.Object("result").Text("message") is { Length: > 0 } message ? message : "no error message was given"); }
        var converted = response.Items("convertedObjects");
        if (converted.Count != values.Length) { throw Failed(from, $"webhook returned {converted.Count} objects, expected {values.Length}"); }
        return [.. values.Select((value, i) => Checked(value, converted[i], i, groupVersion))];
    }

    // Of metadata a webhook may change labels and annotations only.
    private static ObjectNode Checked(ObjectNode value, Node converted, int index, string groupVersion)
    {
        var wrong = converted is not ObjectNode || converted.Text("apiVersion") != groupVersion ? $"invalid groupVersion, expected {groupVersion}, got {converted.Text("apiVersion")}"
            : converted.Text("kind") != value.Text("kind") ? $"invalid kind, expected {value.Text("kind")}, got {converted.Text("kind")}"
            : !converted.Has("metadata") ? "invalid metadata: metadata is missing"
            : new[] { "name", "namespace", "uid" }.FirstOrDefault(f => converted.Object("metadata").Text(f) != value.Object("metadata").Text(f)) is { } field ? $"metadata.{field} mismatch" : null;
        if (wrong is not null) { throw Failed(value, $"webhook returned invalid converted object at index {index}: {wrong}"); }
        var metadata = value.Object("metadata").Take("labels", converted.Object("metadata")).Take("annotations", converted.Object("metadata"));
        return ((ObjectNode)converted).Set("metadata", metadata);
    }

    private static StatusException Failed(ObjectNode from, string why, Exception? cause = null) =>
        new(new Status(500, StatusReason.InternalError, $"conversion webhook for {from.Text("apiVersion")}, Kind={from.Text("kind")} failed: {why}"), cause);
}
