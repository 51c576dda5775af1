using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Validation;

/// <summary>AppArmor profiles of containers as annotations say them, which fields say by now. Pure. Source: Restrict a Container's Access to Resources with AppArmor.</summary>
internal static class AppArmorAnnotations
{
    private const string Prefix = "container.apparmor.security.beta.kubernetes.io/", Local = "localhost/", Said = ": deprecated since v1.30; use the \"appArmorProfile\" field instead";
    private static readonly string[] _lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>A new pod with the fields that its annotations ask for, where a container has none and the pod's is another.</summary>
    public static ObjectNode Filled(ObjectNode pod) => _lists.Aggregate(pod, static (value, list) => value.Edit("spec", s => s.EditItems(list, container =>
        Asked(value, container) is var (_, profile) && profile is not null && !profile.Equals(OfPod(value)) ? container.Make("securityContext", c => c.Set("appArmorProfile", profile)) : container)));

    /// <summary>What is said of a new pod whose annotations say what fields should, before they are filled in.</summary>
    public static IEnumerable<string> Warnings(ObjectNode pod) => Containers(pod).Select(c => Asked(pod, c)).Where(a => a is var (_, profile) && (profile is null || !profile.Equals(OfPod(pod)))).Select(static a => $"metadata.annotations[{a!.Value.Key}]{Said}");

    /// <summary>The same of a template, whose fields stay as they are.</summary>
    public static string? Warning(ObjectNode template, ObjectNode container, string prefix)
    {
        if (container.Object("securityContext").Has("appArmorProfile") || !template.Object("metadata").Object("annotations").Has(Prefix + container.Text("name"))) { return null; }
        var profile = Profile(template.Object("metadata").Object("annotations").Text(Prefix + container.Text("name")));
        return OfPod(template) is { } own && own.Equals(profile) ? null : $"{prefix}metadata.annotations[{Prefix}{container.Text("name")}]{Said}";
    }

    private static IEnumerable<ObjectNode> Containers(ObjectNode pod) => _lists.SelectMany(l => pod.Object("spec").Items(l)).OfType<ObjectNode>();

    private static Node? OfPod(ObjectNode pod) => pod.Object("spec").Object("securityContext")["appArmorProfile"];

    // What an annotation asks for a container that has no field of its own; a profile that is none is null.
    private static (string Key, ObjectNode? Profile)? Asked(ObjectNode pod, ObjectNode container)
    {
        var key = Prefix + container.Text("name");
        return pod.Object("spec").Object("os").Text("name") != "windows" && pod.Object("metadata").Object("annotations").Has(key) && !container.Object("securityContext").Has("appArmorProfile")
            ? (key, Profile(pod.Object("metadata").Object("annotations").Text(key))) : null;
    }

    private static ObjectNode? Profile(string text) => text switch
    {
        "unconfined" => ObjectNode.Of(("type", "Unconfined")),
        "runtime/default" => ObjectNode.Of(("type", "RuntimeDefault")),
        _ when text.StartsWith(Local, StringComparison.Ordinal) && text[Local.Length..] is { Length: > 0 } name && name.Trim() == name => ObjectNode.Of(("type", "Localhost"), ("localhostProfile", name)),
        _ => null,
    };
}
