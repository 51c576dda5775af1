using System.Globalization;
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
        var grace = options?["gracePeriodSeconds"] is NumberNode number ? number.Integer
            : long.TryParse(scope.Query("gracePeriodSeconds"), CultureInfo.InvariantCulture, out var asked) ? asked : (long?)null;
        if (grace < 0) { grace = 1; }
        var propagation = options?.TextAt("propagationPolicy") ?? scope.Query("propagationPolicy");
        if (propagation is not ("" or "Background" or "Foreground" or "Orphan"))
        {
            throw new StatusException(new Status(422, StatusReason.Invalid, $"DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"{propagation}\": supported values: \"Background\", \"Foreground\", \"Orphan\"")
            { Causes = [new StatusCause("FieldValueNotSupported", $"Unsupported value: \"{propagation}\"", "propagationPolicy")] });
        }
        if (options?["orphanDependents"] is BooleanNode orphan)
        {
            if (propagation.Length > 0) { throw new StatusException(new Status(422, StatusReason.Invalid, "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Invalid value: orphanDependents and deletionPropagation cannot be both set")); }
            propagation = orphan.Value ? "Orphan" : "Background";
        }
        return (new DeleteRequest
        {
            GracePeriodSeconds = grace,
            Propagation = propagation,
            Uid = options?.TextAt("preconditions", "uid") ?? "",
            ResourceVersion = options?.TextAt("preconditions", "resourceVersion") ?? "",
        }, options);
    }
}
