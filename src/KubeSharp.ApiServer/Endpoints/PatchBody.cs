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
    private readonly StatusException? _mistake;

    private PatchBody(string type, Node patch, StatusException? mistake = null) => (_type, _patch, _mistake) = (type, patch, mistake);

    /// <summary>Whether the request's patch is a configuration to apply, which <see cref="ApplyEndpoint"/> does.</summary>
    public static bool IsApply(RequestScope scope) => ContentType.OfPatch(scope.Http.Request) == ApplyEndpoint.ContentType;

    /// <summary>Reads it. Compat: that it is malformed is only told to who patches an object that is there; pinned by OddRequestTests.</summary>
    /// <exception cref="StatusException">415: its type is none of those served.</exception>
    public static async ValueTask<PatchBody> ReadAsync(RequestScope scope, Schema schema)
    {
        var type = ContentType.OfPatch(scope.Http.Request);
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
            if ((type == JsonType ? Misread(patch) : patch is ObjectNode or NullNode ? null : Untaken(patch, "value of type map[string]interface {}")) is { } why) { return new(type, patch, Undecoded(type, why)); }
            return type != JsonType || patch is not ArrayNode { Count: > JsonPatch.OperationsMax } operations ? new(type, type == JsonType && patch is NullNode ? ArrayNode.Empty : patch)
                : new(type, patch, new StatusException(new Status(413, StatusReason.RequestEntityTooLarge, $"Request entity too large: The allowed maximum operations in a JSON patch is {JsonPatch.OperationsMax}, got {operations.Count}")));
        }
        catch (JsonException e) { return new(type, NullNode.Instance, Undecoded(type, JsonMistakes.Words(e, bytes), e)); }
    }

    private static StatusException Undecoded(string type, string why, Exception? cause = null) => StatusException.BadRequest(type == StrategicType ? why : $"error decoding patch: {why}", cause);

    // Compat: Go's type of the operations is named to clients.
    private static string? Misread(Node patch)
    {
        if (patch is not (ArrayNode or NullNode)) { return Untaken(patch, "value of type []handlers.jsonPatchOp"); }
        foreach (var operation in patch as ArrayNode ?? ArrayNode.Empty)
        {
            if (operation is not (ObjectNode or NullNode)) { return Untaken(operation, "value of type handlers.jsonPatchOp"); }
            foreach (var name in (ReadOnlySpan<string>)["op", "path", "from"])
            {
                if (operation.At(name) is { } given and not (StringNode or NullNode)) { return Untaken(given, $"struct field jsonPatchOp.{name} of type string"); }
            }
        }
        return null;
    }

    private static string Untaken(Node given, string where) => $"json: cannot unmarshal {(given is BooleanNode ? "bool" : given.Kind)} into Go {where}";

    /// <summary>The object with the patch applied.</summary>
    /// <exception cref="StatusException">The patch does not fit.</exception>
    public ObjectNode Apply(ObjectNode target, Schema schema)
    {
        if (_mistake is not null) { throw _mistake; }
        try
        {
            var result = _type switch
            {
                JsonType => JsonPatch.Apply(target, _patch),
                MergeType => MergePatch.Apply(target, _patch as ObjectNode ?? throw new PatchException("Invalid JSON Patch")),
                _ => StrategicMergePatch.Apply(target, _patch as ObjectNode ?? ObjectNode.Empty, schema),
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
        if (definition.StoredForm is null) { return OfKind(made, version, definition.Schema(version)); }
        if (ObjectEndpoints.OtherKind(made, version.GroupVersion, version.Kind) is null) { return made; }
        var causes = new[] { ("kind", version.Kind), ("apiVersion", version.GroupVersion) }.Where(f => made.TextAt(f.Item1) != f.Item2)
            .Select(f => new StatusCause("FieldValueInvalid", $"Invalid value: {new StringNode(made.TextAt(f.Item1) ?? "")}: must be {f.Item2}", f.Item1));
        throw StatusException.Invalid(version.Group, version.Kind, made.TextAt("metadata", "name") ?? "", [.. causes]);
    }

    /// <summary>The same of what is no custom resource.</summary>
    /// <exception cref="StatusException">422: it is of another.</exception>
    public ObjectNode OfKind(ObjectNode made, ApiResource version, Schema schema)
    {
        var hasText = made["kind"] is null or StringNode && made["apiVersion"] is null or StringNode;
        if (_type == StrategicType) { return hasText ? made.Set("kind", version.Kind).Set("apiVersion", version.GroupVersion) : made; }
        // Compat: what says no version is read as upstream's internal form, of which no field is on the wire.
        if (hasText && made.TextAt("apiVersion") is null or "") { return ObjectNode.Of(("kind", version.Kind), ("apiVersion", version.GroupVersion)); }
        if ((SchemeKinds.Unreadable(made) ?? ObjectEndpoints.OtherKind(made, version.GroupVersion, version.Kind)) is { } reason) { throw Misfit(made, schema, reason); }
        return made.Set("kind", version.Kind).Set("apiVersion", version.GroupVersion);
    }

    /// <summary>The refusal of what it made, because that does not fit the schema.</summary>
    public StatusException Misfit(ObjectNode made, Schema schema, string what)
    {
        var (shown, told) = _type == StrategicType ? (StrategicMergePatch.Shown(_patch), PatchedText.Unrestored(what)) : (PatchedText.Of(made, _type == JsonType ? PatchedText.Touched(_patch) : _patch, schema).ToString(), what);
        return StatusException.Invalid("", "", "", [new("FieldValueInvalid", $"Invalid value: {new StringNode(shown)}: {told}", "patch")]);
    }
}
