using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Reads DeleteOptions from the body, or where there is none from the query.</summary>
public static class DeleteOptionsReader
{
    /// <summary>What is asked, and the options as sent.</summary>
    /// <exception cref="StatusException">400 or 422: an option is none.</exception>
    public static async ValueTask<(DeleteRequest Request, ObjectNode? Options)> ReadAsync(RequestScope scope, ApiResource version)
    {
        Answer.Accepted(scope, version);
        var options = (await RequestBody.ReadObjectAsync(scope).ConfigureAwait(false))?.Value;
        if (options?.TextAt("kind") is { Length: > 0 } kind and not "DeleteOptions")
        {
            // Compat: the place of the table of kinds is named to clients.
            throw StatusException.BadRequest($"no kind \"{kind}\" is registered for version \"{options.TextAt("apiVersion")}\" in scheme \"k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27\"");
        }
        if (options?["gracePeriodSeconds"] is { } given and not (NumberNode or NullNode)) { throw StatusException.BadRequest($"json: cannot unmarshal {given.Kind} into Go struct field DeleteOptions.gracePeriodSeconds of type int64"); }
        // What the query says counts only where there is no body.
        var grace = options is null ? scope.Number("gracePeriodSeconds") : (options["gracePeriodSeconds"] as NumberNode)?.Integer;
        var propagation = options is null ? scope.Query("propagationPolicy") : options.TextAt("propagationPolicy") ?? "";
        var orphans = options is null ? scope.Query("orphanDependents") is { Length: > 0 } ? scope.IsAsked("orphanDependents") : (bool?)null : (options["orphanDependents"] as BooleanNode)?.Value;
        Check(propagation, orphans);
        return (new DeleteRequest
        {
            GracePeriodSeconds = grace < 0 ? 1 : grace,
            Propagation = orphans switch { true => "Orphan", false => "Background", _ => propagation },
            Uid = options?.TextAt("preconditions", "uid") ?? "",
            ResourceVersion = options?.TextAt("preconditions", "resourceVersion") ?? "",
        }, options);
    }

    /// <summary>Checks what is to happen to dependents.</summary>
    /// <exception cref="StatusException">422: it is none of what can, or said twice.</exception>
    public static void Check(string propagation, bool? orphans)
    {
        var (errors, path) = (new FieldErrors(), FieldPath.Of("propagationPolicy"));
        if (orphans is not null && propagation.Length > 0) { errors.Invalid(path, propagation, "orphanDependents and deletionPropagation cannot be both set"); }
        if (propagation is not ("" or "Background" or "Foreground" or "Orphan")) { errors.NotSupported(path, propagation, "Foreground", "Background", "Orphan", "nil"); }
        errors.ThrowIfAny("meta.k8s.io", "DeleteOptions", "");
    }
}
