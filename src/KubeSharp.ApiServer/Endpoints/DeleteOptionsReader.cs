using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Reads DeleteOptions from the body, or where there is none from the query.</summary>
public static class DeleteOptionsReader
{
    /// <summary>What is asked, and the options as sent.</summary>
    /// <exception cref="StatusException">400 or 422: an option is none.</exception>
    public static async ValueTask<DeleteOrder> ReadAsync(RequestScope scope, ApiResource version)
    {
        Answer.Accepted(scope, version);
        var options = (await RequestBody.ReadIfAnyAsync(scope).ConfigureAwait(false))?.Value;
        if (options?.TextAt("kind") is { Length: > 0 } kind and not "DeleteOptions")
        {
            // Compat: the place of the table of kinds is named to clients.
            throw StatusException.BadRequest($"no kind \"{kind}\" is registered for version \"{SchemeKinds.Of(options, "meta.k8s.io/v1", kind).GroupVersion}\" in scheme \"k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27\"");
        }
        options = options is null ? null : new DocumentReader(static _ => { }).Read(options, ApiSchemas.Get("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"));
        // What the query says counts only where there is no body.
        var grace = options is null ? scope.Number("gracePeriodSeconds") : (options["gracePeriodSeconds"] as NumberNode)?.Integer;
        var propagation = options is null ? scope.Query("propagationPolicy") : options.TextAt("propagationPolicy") ?? "";
        var orphans = options is null ? scope.Query("orphanDependents") is { Length: > 0 } ? scope.IsAsked("orphanDependents") : (bool?)null : (options["orphanDependents"] as BooleanNode)?.Value;
        var isDryRun = WriteOptions.IsDryRun(scope, "DeleteOptions", options, found: Check(propagation, orphans));
        return new(new DeleteRequest
        {
            GracePeriodSeconds = grace < 0 ? 1 : grace,
            Propagation = orphans switch { true => "Orphan", false => "Background", _ => propagation },
            Uid = options?.TextAt("preconditions", "uid") ?? "",
            ResourceVersion = options?.TextAt("preconditions", "resourceVersion") ?? "",
        }, options, isDryRun, orphans);
    }

    /// <summary>What is wrong with what is to happen to dependents: it is none of what can, or said twice.</summary>
    public static IReadOnlyList<StatusCause> Check(string propagation, bool? orphans)
    {
        var (errors, path) = (new FieldErrors(), FieldPath.Of("propagationPolicy"));
        if (orphans is not null && propagation.Length > 0) { errors.Invalid(path, propagation, "orphanDependents and deletionPropagation cannot be both set"); }
        if (propagation is not ("" or "Background" or "Foreground" or "Orphan")) { errors.NotSupported(path, propagation, "Foreground", "Background", "Orphan", "nil"); }
        return errors.Causes;
    }
}
