using System.Text.Json;
using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>A patch as sent: JSON patch, merge patch, or strategic merge patch.</summary>
public sealed class PatchBody
{
    private const string JsonType = "application/json-patch+json", MergeType = "application/merge-patch+json", StrategicType = "application/strategic-merge-patch+json";

    private readonly string _type;
    private readonly Node _patch;

    private PatchBody(string type, Node patch) => (_type, _patch) = (type, patch);

    /// <summary>Whether the request's patch is a configuration to apply, which <see cref="ApplyEndpoint"/> does.</summary>
    public static bool IsApply(RequestScope scope) => scope.Http.Request.ContentType?.Split(';')[0].Trim() == ApplyEndpoint.ContentType;

    /// <summary>Reads it.</summary>
    /// <exception cref="StatusException">400: it is malformed; 415: its type is none of those served.</exception>
    public static async ValueTask<PatchBody> ReadAsync(RequestScope scope, Schema schema)
    {
        var type = scope.Http.Request.ContentType?.Split(';')[0].Trim() ?? "";
        if (type is not (JsonType or MergeType or StrategicType) || (schema.Structural is not null && type == StrategicType))
        {
            // Compat: custom resources are not told of by the router, but by who serves them.
            throw schema.Structural is null ? new StatusException(new Status(415, StatusReason.UnsupportedMediaType, "415: Unsupported Media Type") { HasEmptyDetails = true })
                : new StatusException(new Status(415, StatusReason.UnsupportedMediaType, $"the body of the request was in an unknown format - accepted media types include: {JsonType}, {MergeType}, {ApplyEndpoint.ContentType}"));
        }
        var bytes = await RequestBody.ReadBytesAsync(scope).ConfigureAwait(false);
        try
        {
            var patch = Node.Parse(bytes);
            Audit.AuditTrail.Of(scope.Http)?.Sent(patch);
            return type != JsonType || patch is not ArrayNode { Count: > JsonPatch.OperationsMax } operations ? new(type, patch)
                : throw new StatusException(new Status(413, StatusReason.RequestEntityTooLarge, $"Request entity too large: The allowed maximum operations in a JSON patch is {JsonPatch.OperationsMax}, got {operations.Count}"));
        }
        catch (JsonException e) { throw StatusException.BadRequest($"error decoding patch: {JsonMistakes.Words(e, bytes)}", e); }
    }

    /// <summary>The object with the patch applied.</summary>
    /// <exception cref="StatusException">The patch does not fit.</exception>
    public ObjectNode Apply(ObjectNode target, Schema schema)
    {
        try
        {
            var result = _type switch
            {
                JsonType => JsonPatch.Apply(target, _patch),
                MergeType => MergePatch.Apply(target, _patch as ObjectNode ?? throw new PatchException($"a merge patch must be an object, not {_patch.Kind}")),
                _ => StrategicMergePatch.Apply(target, _patch as ObjectNode ?? throw new PatchException($"a strategic merge patch must be an object, not {_patch.Kind}"), schema),
            };
            return result as ObjectNode ?? throw new PatchException("the patched object is none");
        }
        catch (PatchException e)
        {
            throw e.Fault switch
            {
                PatchFault.Malformed => StatusException.BadRequest(e.Message, e),
                PatchFault.Unfit => new StatusException(new Status(422, StatusReason.Invalid, "the server rejected our request due to an error in our request") { HasEmptyDetails = true }, e),
                _ => new StatusException(new Status((int)e.Fault, StatusReason.Unknown, e.Message), e),
            };
        }
    }

    /// <summary>What it made, which must still be of its kind. Compat: a strategic merge patch cannot change that, whatever it says.</summary>
    /// <exception cref="StatusException">422: it is of another.</exception>
    public ObjectNode OfKind(ObjectNode made, ResourceDefinition definition, ApiResource version)
    {
        if (_type == StrategicType) { return made.Set("kind", version.Kind).Set("apiVersion", version.GroupVersion); }
        if (ObjectEndpoints.OtherKind(made, version.GroupVersion, version.Kind) is not { } reason) { return made; }
        if (definition.StoredForm is null) { throw Misfit(made, definition.Schema(version), reason); }
        var causes = new[] { ("kind", version.Kind), ("apiVersion", version.GroupVersion) }.Where(f => made.TextAt(f.Item1) != f.Item2)
            .Select(f => new StatusCause("FieldValueInvalid", $"Invalid value: {new StringNode(made.TextAt(f.Item1) ?? "")}: must be {f.Item2}", f.Item1));
        throw StatusException.Invalid(version.Group, version.Kind, made.TextAt("metadata", "name") ?? "", [.. causes]);
    }

    /// <summary>The refusal of what it made, because that does not fit the schema.</summary>
    public StatusException Misfit(ObjectNode made, Schema schema, string what)
    {
        var (shown, told) = _type == StrategicType ? (StrategicMergePatch.Shown(_patch), PatchedText.Unrestored(what)) : (PatchedText.Of(made, _type == JsonType ? PatchedText.Touched(_patch) : _patch, schema).ToString(), what);
        return StatusException.Invalid("", "", "", [new("FieldValueInvalid", $"Invalid value: {new StringNode(shown)}: {told}", "patch")]);
    }
}
