using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Defaults of pods and of the pod templates inside other kinds. Pure. Source: API reference of PodSpec; Images, image pull policy.</summary>
public static partial class PodDefaults
{
    private const int FileMode = 420;
    private const int TokenSeconds = 3600;

    /// <summary>A pod: those of a spec and what only a pod gets.</summary>
    public static ObjectNode Pod(ObjectNode pod) => pod.Edit("spec", static spec => Spec(spec)
        .Fill("enableServiceLinks", true)
        .EditItems("containers", RequestsFromLimits).EditItems("initContainers", RequestsFromLimits)).Edit("spec", PodRequests).Edit("status", Addresses);

    // Compat: where the two differ, the single one counts, and the other has it.
    private static ObjectNode Addresses(ObjectNode status)
    {
        var (single, all) = (status.Text("podIP"), status.Items("podIPs"));
        if (single.Length == 0) { return all is [var first, ..] && first.Text("ip") is { Length: > 0 } ip ? status.Set("podIP", ip) : status; }
        return all is [var other, ..] && other.Text("ip") == single ? status : status.Set("podIPs", ArrayNode.Of(ObjectNode.Of(("ip", single))));
    }

    /// <summary>A PodTemplateSpec.</summary>
    public static ObjectNode Template(ObjectNode template) => template.Edit("spec", Spec);

    /// <summary>A PodSpec.</summary>
    public static ObjectNode Spec(ObjectNode spec)
    {
        var isHostNetwork = spec.IsTrue("hostNetwork");
        ObjectNode Each(ObjectNode container) => Container(container, isHostNetwork);
        spec = spec.Fill("restartPolicy", "Always").Fill("terminationGracePeriodSeconds", 30).Fill("dnsPolicy", "ClusterFirst")
            .Fill("securityContext", ObjectNode.Empty).Fill("schedulerName", "default-scheduler");
        // Compat: the deprecated serviceAccount mirrors serviceAccountName.
        var account = spec.Text("serviceAccountName") is { Length: > 0 } name ? name : spec.Text("serviceAccount");
        if (account.Length > 0) { spec = spec.Set("serviceAccountName", account).Set("serviceAccount", account); }
        return spec.EditItems("volumes", Volume).EditItems("initContainers", Each).EditItems("containers", Each).EditItems("ephemeralContainers", Each);
    }

    /// <summary>Always for the tag latest or none, IfNotPresent otherwise, and of what names no image.</summary>
    public static string PullPolicy(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal) || !ImageName().IsMatch(image)) { return "IfNotPresent"; }
        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || name[(colon + 1)..] == "latest" ? "Always" : "IfNotPresent";
    }

    // A host that may have a port, a path in small letters, a tag.
    [System.Text.RegularExpressions.GeneratedRegex(@"\A(?:(?:localhost|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[A-Za-z0-9.-]+:[0-9]+)(?::[0-9]+)?/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?\z")]
    private static partial System.Text.RegularExpressions.Regex ImageName();

    private static ObjectNode Container(ObjectNode container, bool isHostNetwork)
    {
        container = container.Fill("terminationMessagePath", "/dev/termination-log").Fill("terminationMessagePolicy", "File")
            .Fill("imagePullPolicy", PullPolicy(container.Text("image")))
            .EditItems("env", static e => e.Edit("valueFrom", static v => v.Edit("fieldRef", FieldReference).Edit("resourceFieldRef", ResourceReference).Edit("fileKeyRef", static f => f.Fill("optional", false))))
            .Edit("livenessProbe", Probe).Edit("readinessProbe", Probe).Edit("startupProbe", Probe)
            .Edit("lifecycle", static l => l.Edit("postStart", static h => h.Edit("httpGet", HttpGet)).Edit("preStop", static h => h.Edit("httpGet", HttpGet)))
            .EditItems("ports", static p => p.Fill("protocol", "TCP"));
        return isHostNetwork ? container.EditItems("ports", static p => p.Number("hostPort") is null or 0 && p["containerPort"] is { } port ? p.Set("hostPort", port) : p) : container;
    }

    private static ObjectNode Probe(ObjectNode probe) => probe
        .Edit("httpGet", HttpGet).Edit("grpc", static g => g["service"] is null ? g.Set("service", "") : g)
        .FillZero("timeoutSeconds", 1).FillZero("periodSeconds", 10).FillZero("successThreshold", 1).FillZero("failureThreshold", 3);

    private static ObjectNode HttpGet(ObjectNode get) => get.Fill("path", "/").Fill("scheme", "HTTP");

    private static ObjectNode FieldReference(ObjectNode reference) => reference.Fill("apiVersion", "v1");

    private static ObjectNode ResourceReference(ObjectNode reference) => reference.Fill("divisor", "0");

    private static ObjectNode RequestsFromLimits(ObjectNode container) => container.Edit("resources", static resources =>
    {
        var requests = resources.Object("requests");
        foreach (var (name, limit) in resources.Object("limits").Fields) { requests = requests.Fill(name, limit); }
        return requests.Count == 0 ? resources : resources.Set("requests", requests);
    });

    // What a pod with amounts of its own does not ask for it asks for by its containers, or else by its limits. Source: KEP-2837.
    private static ObjectNode PodRequests(ObjectNode spec)
    {
        if (!spec.Has("resources")) { return spec; }
        var (resources, requests) = (spec.Object("resources"), spec.Object("resources").Object("requests"));
        foreach (var (name, amount) in PodAmounts.Total(spec.Remove("resources").Remove("overhead"), "requests").Fields)
        {
            if (Quantities.IsOfPod(name)) { requests = requests.Fill(name, amount); }
        }
        foreach (var (name, limit) in resources.Object("limits").Fields) { requests = requests.Fill(name, limit); }
        return requests.Count == 0 ? spec : spec.Set("resources", resources.Set("requests", requests));
    }

    private static ObjectNode Volume(ObjectNode volume)
    {
        if (volume.Count < 2 && volume["name"] is not null) { return volume.Set("emptyDir", ObjectNode.Empty); }
        return volume
            .Edit("configMap", static v => v.Fill("defaultMode", FileMode))
            .Edit("secret", static v => v.Fill("defaultMode", FileMode))
            .Edit("hostPath", static v => v["type"] is null ? v.Set("type", "") : v)
            .Edit("downwardAPI", static v => DownwardItems(v).Fill("defaultMode", FileMode))
            .Edit("projected", static v => v.Fill("defaultMode", FileMode).EditItems("sources", static s => s
                .Edit("downwardAPI", DownwardItems)
                .Edit("serviceAccountToken", static t => t.Fill("expirationSeconds", TokenSeconds))))
            .Edit("image", static v => v.Fill("pullPolicy", PullPolicy(v.Text("reference"))))
            .Edit("ephemeral", static v => v.Edit("volumeClaimTemplate", static t => t.Edit("spec", static s => s.FillAbsent("volumeMode", "Filesystem"))));
    }

    private static ObjectNode DownwardItems(ObjectNode source) => source.EditItems("items", static i => i.Edit("fieldRef", FieldReference).Edit("resourceFieldRef", ResourceReference));
}
