using KubeSharp.Api;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>What is said to a webhook and what it says. Pure. Source: admission.k8s.io/v1 AdmissionReview.</summary>
public static class AdmissionReviews
{
    private const string GroupVersion = "admission.k8s.io/v1";

    /// <summary>The review to post. The objects are in the version the webhook wants.</summary>
    public static ObjectNode Request(string uid, AdmissionRequest request, ApiResource version, ObjectNode? value, ObjectNode? old)
    {
        var asked = request.RequestVersion.Length > 0 ? request.RequestVersion : version.Version;
        return ObjectNode.Of(("kind", "AdmissionReview"), ("apiVersion", GroupVersion), ("request", ObjectNode.Of(
            ("uid", uid), ("kind", KindOf(version, request.Subresource, version.Version)), ("resource", ResourceOf(version, version.Version)), ("subResource", Text(request.Subresource)),
            ("requestKind", KindOf(version, request.Subresource, asked)), ("requestResource", ResourceOf(version, asked)), ("requestSubResource", Text(request.Subresource)),
            ("name", Text(AdmissionRequests.NameOf(request))), ("namespace", Text(NamespaceOf(request))), ("operation", WebhookRule.OperationName(request.Operation)),
            ("userInfo", UserNodes.Write(request.User)), ("object", value ?? (Node)NullNode.Instance), ("oldObject", old ?? (Node)NullNode.Instance), ("dryRun", request.DryRun),
            ("options", request.Options ?? (Node)NullNode.Instance))));
    }

    /// <summary>The response in what was answered.</summary>
    /// <exception cref="WebhookException">It is no answer to this request.</exception>
    public static ObjectNode Response(ObjectNode answer, string uid, bool mayPatch)
    {
        if (answer.Text("kind") != "AdmissionReview" || answer.Text("apiVersion") != GroupVersion)
        {
            throw new WebhookException($"received invalid webhook response: expected webhook response of {GroupVersion}, Kind=AdmissionReview, got {answer.Text("apiVersion")}, Kind={answer.Text("kind")}");
        }
        if (answer["response"] is not ObjectNode response) { throw new WebhookException("received invalid webhook response: webhook response was absent"); }
        if (response.Text("uid") != uid) { throw new WebhookException($"received invalid webhook response: expected response.uid=\"{uid}\", got \"{response.Text("uid")}\""); }
        var (hasPatch, type) = (response.Text("patch").Length > 0, response.Text("patchType"));
        if (!mayPatch && (hasPatch || type.Length > 0)) { throw new WebhookException("received invalid webhook response: a validating webhook may not set response.patch"); }
        if (hasPatch && type.Length == 0) { throw new WebhookException("received invalid webhook response: webhook returned response.patch but not response.patchType"); }
        if (type.Length > 0 && !hasPatch) { throw new WebhookException("received invalid webhook response: webhook returned response.patchType but not response.patch"); }
        if (type.Length > 0 && type != "JSONPatch") { throw new WebhookException($"received invalid webhook response: unsupported patch type \"{type}\""); }
        return response;
    }

    /// <summary>The refusal as the client sees it.</summary>
    public static StatusException Refusal(string webhook, ObjectNode response)
    {
        var said = response["status"] is ObjectNode status ? Status.From(status.Set("kind", "Status"))! : new Status(0, "", "");
        var denied = $"admission webhook \"{webhook}\" denied the request";
        var message = said.Message.Length > 0 ? $"{denied}: {said.Message}" : said.Reason.Length > 0 ? $"{denied}: {said.Reason}" : $"{denied} without explanation";
        // Compat: a refusal below 400 becomes a 400.
        return new StatusException(said with { Code = said.Code < 400 ? 400 : said.Code, Message = message });
    }

    /// <summary>What is admitted is of another kind than the resource: options of a connection, a binding, an eviction, a scale. It has no other versions.</summary>
    public static bool IsForeign(AdmissionRequest request) => request.Operation == AdmissionOperation.Connect || ((request.Object ?? request.OldObject).Text("kind") is { Length: > 0 } kind && kind != request.Resource.Kind);

    /// <summary>The namespace webhooks are told: a namespace lies in itself.</summary>
    public static string NamespaceOf(AdmissionRequest request) => request.Resource.QualifiedName == "namespaces" ? AdmissionRequests.NameOf(request) : request.Namespace;

    private static ObjectNode KindOf(ApiResource resource, string subresource, string version)
    {
        var (group, name) = (resource.Group, resource.Kind);
        if (subresource.Length > 0 && ResourceDefinition.Subresource(resource, subresource) is { } found && found.Kind.Length > 0 && found.Kind != resource.Kind)
        {
            (group, version, name) = (found.Group, found.Version.Length > 0 ? found.Version : version, found.Kind);
        }
        return ObjectNode.Of(("group", group), ("version", version), ("kind", name));
    }

    private static ObjectNode ResourceOf(ApiResource resource, string version) => ObjectNode.Of(("group", resource.Group), ("version", version), ("resource", resource.Plural));

    private static Node? Text(string text) => text.Length > 0 ? (Node)text : null;
}
