using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>What plug-ins ask of requests, and how they refuse.</summary>
public static class AdmissionRequests
{
    /// <summary>Whether it makes an object of the resource (qualified plural).</summary>
    public static bool Creates(this AdmissionRequest request, string resource) =>
        request.Operation == AdmissionOperation.Create && request.Subresource.Length == 0 && request.Resource.QualifiedName == resource;

    /// <summary>Whether it makes or changes an object itself, not a subresource of it.</summary>
    public static bool Writes(this AdmissionRequest request, string resource) =>
        request.Operation is AdmissionOperation.Create or AdmissionOperation.Update && request.Subresource.Length == 0 && request.Resource.QualifiedName == resource;

    /// <summary>Whether it changes what the containers of a pod ask for.</summary>
    public static bool Resizes(this AdmissionRequest request) => request is { Operation: AdmissionOperation.Update, Subresource: "resize" } && request.Resource.QualifiedName == "pods";

    /// <summary>The refusal with upstream's words.</summary>
    public static StatusException Refuse(this AdmissionRequest request, string message) =>
        StatusException.Forbidden(request.Resource.Group, request.Resource.Plural, NameOf(request), message);

    /// <summary>The object's name; its prefix where the name is still to come.</summary>
    public static string NameOf(AdmissionRequest request) => request.Name.Length > 0 ? request.Name : request.Object.Object("metadata").Text("name");

    /// <summary>Whether the pod stands for a static one that a kubelet runs.</summary>
    public static bool IsMirror(ObjectNode pod) => pod.Object("metadata").Object("annotations").Has("kubernetes.io/config.mirror");
}
