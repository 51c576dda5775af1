using KubeSharp.Api;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>Asks one admission plug-in, without a server around it.</summary>
public static class Admitting
{
    /// <summary>A creation, or an update where there is an old object, in the namespace ns; the resource is pods, or pods/status.</summary>
    public static AdmissionRequest Request(string resource, string json, string? old = null, string user = "somebody")
    {
        var (plural, subresource) = resource.Split('/', 2) is [var first, var second] ? (first, second) : (resource, "");
        var value = (ObjectNode)Node.Parse(json);
        var found = ApiResources.All.First(r => r.QualifiedName == plural);
        return new AdmissionRequest
        {
            Operation = old is null ? AdmissionOperation.Create : AdmissionOperation.Update,
            Resource = found,
            Subresource = subresource,
            Namespace = found.Namespaced ? "ns" : "",
            Name = value.Object("metadata").Text("name"),
            Object = value,
            OldObject = old is null ? null : (ObjectNode)Node.Parse(old),
            User = new UserIdentity(user, user.StartsWith("system:node", StringComparison.Ordinal) ? ["system:nodes"] : []),
        };
    }

    /// <summary>The object as the plug-in leaves it, in JSON, or code and message of its refusal; empty where it does not look at the request.</summary>
    public static async Task<string> AskAsync(IAdmissionPlugin plugin, AdmissionRequest request)
    {
        if (!plugin.Handles(request)) { return ""; }
        try
        {
            request = request with { Object = await plugin.MutateAsync(request, default) };
            await plugin.ValidateAsync(request, default);
            return request.Object?.ToString() ?? "";
        }
        catch (StatusException e) { return $"{e.Status.Code} {e.Status.Message}"; }
    }
}
