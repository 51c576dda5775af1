using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>Reads what a request is about from its method and path. Pure.</summary>
public static class RequestInfoReader
{
    private const string NameEquals = "metadata.name=";

    /// <summary>Reads it. Paths are: /api/VERSION or /apis/GROUP/VERSION, [watch], [namespaces/NS], RESOURCE, [NAME, [SUBRESOURCE, [REST]]].</summary>
    public static RequestInfo Read(string method, string path, IQueryCollection query)
    {
        var parts = RequestPath.Parts(path);
        var isCore = parts is ["api", _, _, ..];
        if (!isCore && parts is not ["apis", _, _, _, ..]) { return new RequestInfo { Path = path, Verb = method.ToLowerInvariant() }; }
        var (group, version) = isCore ? ("", parts[1]) : (parts[1], parts[2]);
        var rest = parts.AsSpan(isCore ? 2 : 3);
        var isWatch = RequestScope.IsTrue(query["watch"]);
        var isOldWatch = rest is ["watch", _, ..];
        if (isOldWatch) { rest = rest[1..]; }
        var ns = "";
        // namespaces/NAME, and its subresources, is a namespace itself; what follows else lives in it.
        if (rest is ["namespaces", var name, _, ..] && rest[2] is not ("status" or "finalize"))
        {
            ns = name;
            rest = rest[2..];
        }
        else if (rest is ["namespaces", var own, ..] && group.Length == 0) { ns = own; }
        var objectName = rest.Length > 1 ? rest[1] : "";
        // Compat: what is asked of one object is a read, whatever it says of watching; pinned by PathTests.
        var verb = Verb(method, objectName.Length > 0, isOldWatch || (isWatch && objectName.Length == 0));
        if (objectName.Length == 0 && verb is "list" or "watch") { objectName = NameAskedFor(query["fieldSelector"].ToString()); }
        return new RequestInfo
        {
            Path = path,
            Verb = verb,
            IsResourceRequest = true,
            Group = group,
            Version = version,
            Namespace = ns,
            Resource = rest[0],
            Name = objectName,
            Subresource = rest.Length > 2 ? rest[2] : "",
            Rest = rest.Length > 3 ? "/" + string.Join('/', rest[3..].ToArray()) + (path.EndsWith('/') ? "/" : "") : rest.Length > 2 && path.EndsWith('/') ? "/" : "",
        };
    }

    private static string Verb(string method, bool hasName, bool isWatch) => method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => hasName ? "delete" : "deletecollection",
        "GET" or "HEAD" => isWatch ? "watch" : hasName ? "get" : "list",
        _ => "",
    };

    // A list of one by its name is authorized as that one.
    private static string NameAskedFor(string fieldSelector) =>
        fieldSelector.Split(',').FirstOrDefault(static t => t.StartsWith(NameEquals, StringComparison.Ordinal))?[NameEquals.Length..].TrimStart('=') ?? "";
}
