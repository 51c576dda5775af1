using System.Globalization;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>What is asked for of a log: numbers that are none, or too small, are refused before the pod is looked for. Source: API reference of Pod, reading its log.</summary>
internal static class LogOptions
{
    /// <summary>Checks the request's parameters.</summary>
    /// <exception cref="StatusException">400: one is no number; 422: one may not have its value.</exception>
    public static void Check(RequestScope scope)
    {
        var errors = new FieldErrors();
        var since = Number(scope, "sinceSeconds");
        if (scope.Query("sinceTime") is { Length: > 0 } and not "null" and var text && GoTimes.Parse(text, GoTimes.Seconds) is (null, var mistake)) { throw StatusException.BadRequest(mistake); }
        var (tail, bytes) = (Number(scope, "tailLines"), Number(scope, "limitBytes"));
        if (tail < 0) { errors.Invalid(FieldPath.Of("tailLines"), tail.Value, "must be greater than or equal to 0"); }
        if (bytes < 1) { errors.Invalid(FieldPath.Of("limitBytes"), bytes.Value, "must be greater than 0"); }
        if (since is not null && scope.Query("sinceTime").Length > 0) { errors.Forbidden(FieldPath.Of(""), "at most one of `sinceTime` or `sinceSeconds` may be specified"); }
        else if (since < 1) { errors.Invalid(FieldPath.Of("sinceSeconds"), since.Value, "must be greater than 0"); }
        // Told by the feature PodLogsQuerySplitStreams only, which is off.
        if (scope.Query("stream").Length > 0) { errors.Forbidden(FieldPath.Of("stream"), "may not be specified"); }
        errors.ThrowIfAny("", "PodLogOptions", scope.Info.Name);
    }

    private static long? Number(RequestScope scope, string name)
    {
        if (scope.Query(name) is not { Length: > 0 } text) { return null; }
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw StatusException.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }
}
