using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission.Configuration;

/// <summary>What PodTolerationRestriction gives and allows pods whose namespace does not say. Source: Admission Control in Kubernetes, PodTolerationRestriction.</summary>
/// <param name="Defaults">Tolerations that each pod gets.</param>
/// <param name="Allowed">Tolerations that cover all that a pod may tolerate; none: it may tolerate anything.</param>
public sealed record TolerationSettings(ArrayNode Defaults, ArrayNode Allowed)
{
    /// <summary>Gives nothing and allows everything.</summary>
    public static TolerationSettings None { get; } = new(ArrayNode.Empty, ArrayNode.Empty);

    /// <summary>Reads a Configuration of podtolerationrestriction.admission.k8s.io; notes what is wrong.</summary>
    public static TolerationSettings Read(ObjectNode document, FieldErrors errors)
    {
        ConfigurationDocument.CheckFields(document, null, errors, "apiVersion", "kind", "default", "whitelist");
        var (settings, path) = (new TolerationSettings(document.Items("default"), document.Items("whitelist")), FieldPath.Of("podtolerationrestriction"));
        TolerationValidation.CheckAll(settings.Defaults, path.Child("default"), errors);
        TolerationValidation.CheckAll(settings.Allowed, path.Child("whitelist"), errors);
        return settings;
    }
}
