using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Which options of lists and watches go together. Source: API Concepts, resource versions; streaming lists.</summary>
internal static class ListOptions
{
    private const string Match = "resourceVersionMatch", Initial = "sendInitialEvents";

    /// <summary>Checks the options of a list.</summary>
    /// <exception cref="StatusException">422; 400: a number is none, or a selector cannot be read.</exception>
    public static void CheckList(RequestScope scope)
    {
        CheckNumbers(scope);
        var causes = new List<StatusCause>();
        var (match, version) = (scope.Query(Match), scope.Query("resourceVersion"));
        if (match.Length > 0)
        {
            if (version.Length == 0) { causes.Add(Forbidden(Match, "resourceVersionMatch is forbidden unless resourceVersion is provided")); }
            if (scope.Query("continue").Length > 0) { causes.Add(Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided")); }
            if (match is not ("Exact" or "NotOlderThan")) { causes.Add(Unsupported(match, "\"Exact\", \"NotOlderThan\", \"\"")); }
            if (match == "Exact" && version == "0") { causes.Add(Forbidden(Match, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")); }
        }
        if (scope.Http.Request.Query.ContainsKey(Initial)) { causes.Add(Forbidden(Initial, "sendInitialEvents is forbidden for list")); }
        Throw(causes);
    }

    /// <summary>
    /// Checks the options of a watch, and tells whether it begins with all there is, and says where that ends; null: neither is said, and it is of some
    /// revision. Compat: a watch of no revision, or of 0, that does not say it either begins so.
    /// </summary>
    /// <exception cref="StatusException">422; 400: a number is none.</exception>
    public static bool? CheckWatch(RequestScope scope)
    {
        CheckNumbers(scope);
        var causes = new List<StatusCause>();
        var (match, hasInitial) = (scope.Query(Match), scope.Http.Request.Query.ContainsKey(Initial));
        if (hasInitial && match != "NotOlderThan") { causes.Add(Forbidden(Match, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")); }
        if (match.Length > 0)
        {
            if (!hasInitial) { causes.Add(Forbidden(Match, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")); }
            if (match != "NotOlderThan") { causes.Add(Unsupported(match, "\"NotOlderThan\"")); }
            if (scope.Query("continue").Length > 0) { causes.Add(Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided")); }
        }
        Throw(causes);
        return hasInitial ? scope.IsAsked(Initial) : scope.Query("resourceVersion") is "" or "0" ? true : null;
    }

    private static void CheckNumbers(RequestScope scope)
    {
        foreach (var number in (ReadOnlySpan<string>)["timeoutSeconds", "limit"]) { _ = scope.Number(number); }
    }

    private static void Throw(List<StatusCause> causes)
    {
        if (causes.Count > 0) { throw StatusException.Invalid("meta.k8s.io", "ListOptions", "", [.. causes]); }
    }

    private static StatusCause Forbidden(string field, string what) => new("FieldValueForbidden", "Forbidden: " + what, field);

    private static StatusCause Unsupported(string value, string supported) => new("FieldValueNotSupported", $"Unsupported value: \"{value}\": supported values: {supported}", Match);
}
