using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>What the behaviours' webhook answers on each of its paths.</summary>
internal static class WebhookAnswers
{
    public static ObjectNode Answer(string path, ObjectNode review)
    {
        var request = (ObjectNode)review.At("request")!;
        var response = Respond(path, request).Set("uid", request.TextAt("uid")!);
        return ObjectNode.Of(("kind", "AdmissionReview"), ("apiVersion", "admission.k8s.io/v1"), ("response", response));
    }

    private static ObjectNode Respond(string path, ObjectNode request) => path switch
    {
        "/pods" => Unless(request.TextAt("object", "metadata", "labels", "webhook-e2e-test") == "webhook-disallow", "the pod contains unwanted label"),
        "/pods/attach" => Unless(true, $"attaching to pod '{request.TextAt("name")}' is not allowed"),
        "/configmaps" when request.TextAt("operation") == "DELETE" => Unless(request.TextAt("oldObject", "data", "webhook-e2e-test") == "webhook-nondeletable", "the configmap cannot be deleted because it contains unwanted key and value"),
        "/configmaps" => Unless(request.TextAt("object", "data", "webhook-e2e-test") == "webhook-disallow", "the configmap contains unwanted key and value"),
        "/custom-resource" when request.TextAt("operation") == "DELETE" => Unless(request.TextAt("oldObject", "data", "webhook-e2e-test") == "webhook-nondeletable", "the custom resource cannot be deleted because it contains unwanted key and value"),
        "/custom-resource" => Unless(request.TextAt("object", "data", "webhook-e2e-test") == "webhook-disallow", "the custom resource contains unwanted data"),
        "/crd" => Unless(request.TextAt("object", "metadata", "labels", "webhook-e2e-test") == "webhook-disallow", "the crd contains unwanted label"),
        "/always-deny" => Unless(true, "never"),
        "/warns" => ObjectNode.Of(("allowed", true), ("warnings", ArrayNode.Of("be careful"))),
        "/mutating-configmaps" when request.TextAt("object", "data", "mutation-stage-1") is not null => Patch("""[{"op":"add","path":"/data/mutation-stage-2","value":"yes"}]"""),
        "/mutating-configmaps" when request.TextAt("object", "data", "mutation-start") is not null => Patch("""[{"op":"add","path":"/data/mutation-stage-1","value":"yes"}]"""),
        "/mutating-configmaps-2" when request.TextAt("object", "data", "mutation-stage-1") is not null => Patch("""[{"op":"add","path":"/data/mutation-stage-2","value":"yes"}]"""),
        "/mutating-pods" => Patch("""[{"op":"add","path":"/spec/initContainers","value":[{"image":"webhook-added-image","name":"webhook-added-init-container","resources":{}}]}]"""),
        "/add-label" => Patch("""[{"op":"add","path":"/metadata/labels","value":{"webhook-added-label":"yes"}}]"""),
        _ => ObjectNode.Of(("allowed", true)),
    };

    private static ObjectNode Unless(bool isRefused, string why) => isRefused
        ? ObjectNode.Of(("allowed", false), ("status", ObjectNode.Of(("message", why), ("reason", "Forbidden"), ("code", 403)))) : ObjectNode.Of(("allowed", true));

    private static ObjectNode Patch(string patch) =>
        ObjectNode.Of(("allowed", true), ("patchType", "JSONPatch"), ("patch", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(patch))));
}
