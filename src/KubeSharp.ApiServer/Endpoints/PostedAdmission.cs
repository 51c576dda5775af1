using KubeSharp.Api;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>What admission is asked about something that is posted to an object (binding, eviction, token): the creation of it.</summary>
internal static class PostedAdmission
{
    /// <summary>The request, of a resource's subresource.</summary>
    public static AdmissionRequest Of(RequestScope scope, ApiResource resource, string name, ObjectNode value, WriteContext context) => new()
    {
        Operation = AdmissionOperation.Create,
        Resource = resource,
        Subresource = scope.Info.Subresource,
        Namespace = scope.Info.Namespace,
        Name = name,
        Object = value,
        User = scope.User,
        DryRun = context.DryRun,
        Options = context.Options,
        Warn = scope.Warn,
        Annotate = scope.Annotate,
    };
}
