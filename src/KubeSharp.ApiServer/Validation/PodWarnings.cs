using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What is allowed in a pod but probably not meant: texts for Warning headers, in upstream's order. Pure. Source: upstream's pkg/api/pod, warnings.</summary>
public static class PodWarnings
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution", Preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    private const string Seccomp = "seccomp.security.alpha.kubernetes.io/pod", ContainerSeccomp = "container.seccomp.security.alpha.kubernetes.io/";

    private static readonly (string Key, string Text)[] _annotations =
    [
        ("scheduler.alpha.kubernetes.io/critical-pod", "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
        ("security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
        ("security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
    ];

    private static readonly (string Field, string Text)[] _volumes =
    [
        ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"), ("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"), ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", "deprecated in v1.22, non-functional in v1.25+"), ("storageos", "deprecated in v1.22, non-functional in v1.25+"), ("quobyte", "deprecated in v1.22, non-functional in v1.25+"), ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        ("ephemeral", ""), ("cephfs", "deprecated in v1.28, non-functional in v1.31+"), ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ];

    /// <summary>Of a pod, or of a template that stands at the path.</summary>
    public static ImmutableArray<string> Of(ObjectNode pod, string path = "")
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        var (spec, at, annotations) = (pod.Object("spec"), prefix + "spec", pod.Object("metadata").Object("annotations"));
        return
        [
            .. Placement(spec, at), .. _annotations.Where(a => annotations.Has(a.Key)).Select(a => $"{prefix}metadata.annotations[{a.Key}]: {a.Text}"),
            .. spec.Items("volumes").SelectMany((v, i) => Volume((ObjectNode)v, $"{at}.volumes[{i}]")), .. VolumePathWarnings.Of(spec.Items("volumes")),
            .. Twice(spec.Items("hostAliases"), "ip", at + ".hostAliases"), .. Twice(spec.Items("imagePullSecrets"), "name", at + ".imagePullSecrets"),
            .. spec.Items("imagePullSecrets").SelectMany((s, i) => s.Text("name").Length == 0 ? [$"{at}.imagePullSecrets[{i}].name: invalid empty name \"\""] : Array.Empty<string>()),
            .. Fractions(spec.Object("overhead"), at + ".overhead"),
            .. annotations.Has(Seccomp) && !spec.Object("securityContext").Has("seccompProfile") ? [$"{prefix}metadata.annotations[{Seccomp}]: non-functional in v1.27+; use the \"seccompProfile\" field instead"] : Array.Empty<string>(),
            .. Containers(spec, at).SelectMany(c => Container(pod, c.Container, c.Path, prefix)), .. Ports(spec, at), .. PortNames(spec, at),
            .. spec.Number("terminationGracePeriodSeconds") is < 0 ? [$"{at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"] : Array.Empty<string>(),
            .. Selectors(spec, at), .. Forms(spec, at),
        ];
    }

    private static IEnumerable<(ObjectNode Container, string Path)> Containers(ObjectNode spec, string at) =>
        new[] { "initContainers", "containers", "ephemeralContainers" }.SelectMany(l => spec.Items(l).Select((c, i) => ((ObjectNode)c, $"{at}.{l}[{i}]")));

    // Labels of nodes, and constraints that choose no pod.
    private static IEnumerable<string> Placement(ObjectNode spec, string at)
    {
        foreach (var (label, _) in spec.Object("nodeSelector"))
        {
            if (NodeLabelWarnings.Of(label) is { } text) { yield return $"{at}.nodeSelector[{label}]: {text}"; }
        }
        var nodes = spec.Object("affinity").Object("nodeAffinity");
        foreach (var text in NodeLabelWarnings.OfTerms(nodes.Object(Required), $"{at}.affinity.nodeAffinity.{Required}")) { yield return text; }
        foreach (var text in nodes.Items(Preferred).SelectMany((t, i) => NodeLabelWarnings.OfTerm(t.Object("preference"), $"{at}.affinity.nodeAffinity.{Preferred}[{i}].preference", true))) { yield return text; }
        var constraints = spec.Items("topologySpreadConstraints");
        for (var i = 0; i < constraints.Count; i++)
        {
            foreach (var text in NodeLabelWarnings.Named($"{at}.topologySpreadConstraints[{i}].topologyKey", constraints[i].Text("topologyKey"))) { yield return text; }
            if (!constraints[i].Has("labelSelector")) { yield return $"{at}.topologySpreadConstraints[{i}].labelSelector: a null labelSelector results in matching no pod"; }
        }
    }

    private static IEnumerable<string> Volume(ObjectNode volume, string at)
    {
        foreach (var (field, text) in _volumes)
        {
            // Compat: one plug-in is called otherwise in the text than in the object.
            if (text.Length > 0 && volume.Has(field)) { yield return $"{at}.{(field == "storageos" ? "storageOS" : field)}: {text}"; }
            if (field == "ephemeral") { foreach (var fraction in Claim(volume.Object(field).Object("volumeClaimTemplate").Object("spec"), at + ".ephemeral.volumeClaimTemplate.spec")) { yield return fraction; } }
        }
    }

    /// <summary>Of a claim's spec at the path: amounts of less than a byte.</summary>
    public static IEnumerable<string> Claim(ObjectNode spec, string path) =>
        new[] { "requests", "limits" }.SelectMany(k => Fractions(ObjectNode.Of(("storage", spec.Object("resources").Object(k)["storage"])), $"{path}.resources.{k}"));

    private static IEnumerable<string> Fractions(ObjectNode amounts, string at)
    {
        foreach (var name in (string[])["memory", "ephemeral-storage", "storage"])
        {
            if (amounts.Has(name) && Quantities.Read(amounts[name]) is var amount && amount.MilliValue % 1000 != 0) { yield return $"{at}[{name}]: fractional byte value \"{amount}\" is invalid, must be an integer"; }
        }
    }

    private static IEnumerable<string> Twice(ArrayNode items, string field, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            if (!seen.Add(items[i].Text(field))) { yield return $"{path}[{i}].{field}: duplicate {field} \"{items[i].Text(field)}\""; }
        }
    }

    private static IEnumerable<string> Container(ObjectNode pod, ObjectNode container, string at, string prefix)
    {
        var key = ContainerSeccomp + container.Text("name");
        if (pod.Object("metadata").Object("annotations").Has(key) && !container.Object("securityContext").Has("seccompProfile")) { yield return $"{prefix}metadata.annotations[{key}]: non-functional in v1.27+; use the \"seccompProfile\" field instead"; }
        if (prefix.Length > 0 && AppArmorAnnotations.Warning(pod, container, prefix) is { } text) { yield return text; }
        var (limits, requests) = (container.Object("resources").Object("limits"), container.Object("resources").Object("requests"));
        foreach (var name in (string[])["memory", "ephemeral-storage"])
        {
            foreach (var fraction in Fractions(ObjectNode.Of((name, limits[name])), at + ".resources.limits").Concat(Fractions(ObjectNode.Of((name, requests[name])), at + ".resources.requests"))) { yield return fraction; }
        }
        var (seen, variables) = (new HashSet<string>(StringComparer.Ordinal), container.Items("env"));
        for (var i = 0; i < variables.Count; i++)
        {
            var (name, value) = (variables[i].Text("name"), variables[i].Text("value"));
            // One that goes on from the one before is meant.
            var goesOn = !variables[i].Has("valueFrom") && value != $"$({name})" && value.Contains($"$({name})", StringComparison.Ordinal);
            if (!seen.Add(name) && !goesOn) { yield return $"{at}.env[{i}]: hides previous definition of \"{name}\", which may be dropped when using apply"; }
        }
    }

    private readonly record struct Port(string Where, string Key, long Host, string HostIp);

    // Ports of all containers, which are those of one network.
    private static IEnumerable<string> Ports(ObjectNode spec, string at)
    {
        var before = new List<Port>();
        foreach (var (container, path) in Containers(spec, at))
        {
            var ports = container.Items("ports");
            for (var i = 0; i < ports.Count; i++)
            {
                var (number, protocol, name) = (ports[i].Number("containerPort") ?? 0, ports[i].Text("protocol"), ports[i].Text("name"));
                var port = new Port($"{path}.ports[{i}]", $"{number}/{protocol}", ports[i].Number("hostPort") ?? 0, ports[i].Text("hostIP"));
                if (port.HostIp.Length > 0 && port.Host == 0) { yield return $"{port.Where}: hostIP set without hostPort: {{Name:{name} HostPort:0 ContainerPort:{number} Protocol:{protocol} HostIP:{port.HostIp}}}"; }
                foreach (var other in before.Where(o => o.Key == port.Key))
                {
                    if (other.Host == port.Host && other.HostIp == port.HostIp) { yield return $"{port.Where}: duplicate port definition with {other.Where}"; }
                    else if (other.Host == 0 || port.Host == 0) { yield return $"{port.Where}: overlapping port definition with {other.Where}"; }
                    else if (other.Host == port.Host && (other.HostIp.Length == 0) != (port.HostIp.Length == 0)) { yield return $"{port.Where}: dangerously ambiguous port definition with {other.Where}"; }
                }
                before.Add(port);
            }
        }
    }

    private static IEnumerable<string> PortNames(ObjectNode spec, string at)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (container, path) in Containers(spec, at))
        {
            var ports = container.Items("ports");
            for (var i = 0; i < ports.Count; i++)
            {
                var (name, here) = (ports[i].Text("name"), $"{path}.ports[{i}]");
                if (name.Length == 0 || first.TryAdd(name, here)) { continue; }
                yield return $"{here}: duplicate port name \"{name}\" with {first[name]}, services and probes that select ports by name will use {first[name]}";
            }
        }
    }

    // Terms without a selector choose nothing, which is seldom meant.
    private static IEnumerable<string> Selectors(ObjectNode spec, string at) => new[] { "podAffinity", "podAntiAffinity" }.SelectMany(kind =>
    {
        var (affinity, path) = (spec.Object("affinity").Object(kind), $"{at}.affinity.{kind}");
        return affinity.Items(Required).SelectMany((t, i) => t.Has("labelSelector") ? [] : new[] { $"{path}.{Required}[{i}].labelSelector: a null labelSelector results in matching no pod" })
            .Concat(affinity.Items(Preferred).SelectMany((t, i) => t.Object("podAffinityTerm").Has("labelSelector") ? [] : new[] { $"{path}.{Preferred}[{i}].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod" }));
    });

    private static IEnumerable<string> Forms(ObjectNode spec, string at) =>
        spec.Object("dnsConfig").Texts("nameservers").Select((n, i) => Addresses.Warning(FieldPath.Of($"{at}.dnsConfig.nameservers[{i}]"), n))
            .Concat(spec.Items("hostAliases").Select((a, i) => Addresses.Warning(FieldPath.Of($"{at}.hostAliases[{i}].ip"), a.Text("ip")))).OfType<string>();
}
