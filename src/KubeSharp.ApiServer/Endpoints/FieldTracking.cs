using KubeSharp.Api;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching.Apply;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Keeps metadata.managedFields: who a request's fields belong to. Source: Server-Side Apply, field management.</summary>
internal static class FieldTracking
{
    private const int ManagerLengthMax = 128;

    /// <summary>The writer's name: as the request says, else what its User-Agent begins with; who does not say is unknown.</summary>
    public static string Manager(HttpContext http)
    {
        if (http.Request.Query["fieldManager"] is [{ Length: > 0 } given, ..]) { return given; }
        var agent = http.Request.Headers.UserAgent.ToString().Split('/')[0];
        return agent.Length == 0 ? "unknown" : agent.Length > ManagerLengthMax ? agent[..ManagerLengthMax] : agent;
    }

    /// <summary>Who writes by the request.</summary>
    public static FieldWriter Writer(RequestScope scope, ResourceDefinition definition, ApiResource version, DateTimeOffset now) => new(
        // Compat: what is changed by a scale has no time; pinned by ApplyPartTests.
        Manager(scope.Http), version.GroupVersion, scope.Info.Subresource, scope.Info.Subresource == "scale" ? "" : Metadata.Time(now), definition.Rules.Owned(scope.Info.Subresource));

    /// <summary>For <see cref="WriteContext.Track"/>: what the request changes is its writer's, in the version it writes.</summary>
    public static Func<ObjectNode?, ObjectNode, ObjectNode> Of(RequestScope scope, ResourceDefinition definition, ApiResource version, TimeProvider time)
    {
        var writer = Writer(scope, definition, version, time.GetUtcNow());
        return (old, value) => (ObjectNode)value.With(["metadata", "managedFields"], ServerSideApply.Updated(
            old is null ? null : ObjectForms.Convert(definition, version, old), ObjectForms.Convert(definition, version, value), definition.Schema(version), writer));
    }
}
