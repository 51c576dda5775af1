using System.Text.Json;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>A patch as sent: JSON patch, merge patch, or strategic merge patch.</summary>
public sealed class PatchBody
{
    private readonly string _type;
    private readonly Node _patch;

    private PatchBody(string type, Node patch) => (_type, _patch) = (type, patch);

    /// <summary>The fields that it touches, by name, as far as its form tells them.</summary>
    public Node Changes => _type == "application/json-patch+json" ? ObjectNode.Empty : _patch;

    /// <summary>Whether the request's patch is a configuration to apply, which <see cref="ApplyEndpoint"/> does.</summary>
    public static bool IsApply(RequestScope scope) => scope.Http.Request.ContentType?.Split(';')[0].Trim() == ApplyEndpoint.ContentType;

    /// <summary>Reads it.</summary>
    /// <exception cref="StatusException">400: it is malformed; 415: its type is none of those served.</exception>
    public static async ValueTask<PatchBody> ReadAsync(RequestScope scope)
    {
        var type = scope.Http.Request.ContentType?.Split(';')[0].Trim() ?? "";
        if (type is not ("application/json-patch+json" or "application/merge-patch+json" or "application/strategic-merge-patch+json"))
        {
            throw new StatusException(new Status(415, StatusReason.UnsupportedMediaType, "415: Unsupported Media Type") { HasEmptyDetails = true });
        }
        var bytes = await RequestBody.ReadBytesAsync(scope).ConfigureAwait(false);
        try
        {
            var patch = Node.Parse(bytes);
            Audit.AuditTrail.Of(scope.Http)?.Sent(patch);
            return type != "application/json-patch+json" || patch is not ArrayNode { Count: > JsonPatch.OperationsMax } operations ? new(type, patch)
                : throw new StatusException(new Status(413, StatusReason.RequestEntityTooLarge, $"Request entity too large: The allowed maximum operations in a JSON patch is {JsonPatch.OperationsMax}, got {operations.Count}"));
        }
        catch (JsonException e) { throw StatusException.BadRequest($"error decoding patch: {e.Message}", e); }
    }

    /// <summary>The object with the patch applied.</summary>
    /// <exception cref="StatusException">The patch does not fit.</exception>
    public ObjectNode Apply(ObjectNode target, Schema schema)
    {
        if (schema.Structural is not null && _type == "application/strategic-merge-patch+json")
        {
            throw new StatusException(new Status(415, StatusReason.UnsupportedMediaType,
                "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"));
        }
        try
        {
            var result = _type switch
            {
                "application/json-patch+json" => JsonPatch.Apply(target, _patch),
                "application/merge-patch+json" => MergePatch.Apply(target, _patch as ObjectNode ?? throw new PatchException($"a merge patch must be an object, not {_patch.Kind}")),
                _ => StrategicMergePatch.Apply(target, _patch as ObjectNode ?? throw new PatchException($"a strategic merge patch must be an object, not {_patch.Kind}"), schema),
            };
            return result as ObjectNode ?? throw new PatchException("the patched object is none");
        }
        catch (PatchException e)
        {
            throw e.IsUnprocessable ? new StatusException(new Status(422, StatusReason.Invalid, $"the server rejected our request due to an error in our request: {e.Message}") { HasEmptyDetails = true }, e) : StatusException.BadRequest(e.Message, e);
        }
    }
}
