using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>A pod's spec, in a pod or a template. Source: API reference of PodSpec; Pod Lifecycle; Sidecar Containers.</summary>
public static class PodSpecValidation
{
    private const int SearchesLengthMax = 2048, HostnameOverrideMax = 64;

    /// <summary>Where the spec stands.</summary>
    public enum Kind
    {
        /// <summary>In a pod.</summary>
        Pod,
        /// <summary>In a template.</summary>
        Template,
    }

    /// <summary>Finds what is wrong.</summary>
    public static void Check(ObjectNode spec, FieldPath path, Kind kind, FieldErrors errors)
    {
        var volumes = VolumeValidation.CheckAll(spec.Items("volumes"), path.Child("volumes"), errors);
        CheckClaims(spec.Items("resourceClaims"), path.Child("resourceClaims"), errors);
        ContainerValidation.CheckAll(spec, volumes, path, errors);
        PodResourcesValidation.Check(spec, path.Child("resources"), kind == Kind.Pod, errors);
        if (spec.IsTrue("hostNetwork")) { CheckHostNetwork(spec, path, errors); }
        OneOf(spec, "restartPolicy", path, errors, "Always", "OnFailure", "Never");
        OneOf(spec, "dnsPolicy", path, errors, "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        Labels.Check(spec.Object("nodeSelector"), path.Child("nodeSelector"), errors);
        SecurityContextValidation.Pod(spec, path.Child("securityContext"), errors);
        AffinityValidation.Check(spec.Object("affinity"), path.Child("affinity"), errors);
        CheckDns(spec, path.Child("dnsConfig"), errors);
        CheckGates(spec, path, errors);
        SpreadValidation.CheckAll(spec.Items("topologySpreadConstraints"), path.Child("topologySpreadConstraints"), errors);
        Reference(spec, "serviceAccountName", path, errors);
        Reference(spec, "nodeName", path, errors);
        if (spec.Number("activeDeadlineSeconds") is { } deadline and (< 1 or > int.MaxValue)) { errors.Invalid(path.Child("activeDeadlineSeconds"), deadline, "must be between 1 and 2147483647, inclusive"); }
        CheckNames(spec, path, errors);
        TolerationValidation.CheckAll(spec.Items("tolerations"), path.Child("tolerations"), errors);
        CheckHostAliases(spec.Items("hostAliases"), path.Child("hostAliases"), errors);
        Reference(spec, "priorityClassName", path, errors);
        if (spec.Has("runtimeClassName")) { Names.Check(Names.Subdomain(spec.Text("runtimeClassName")), path.Child("runtimeClassName"), spec["runtimeClassName"]!, errors); }
        if (spec.Has("preemptionPolicy")) { OneOf(spec, "preemptionPolicy", path, errors, "PreemptLowerPriority", "Never"); }
        Quantities.Requirements(ObjectNode.Of(("limits", spec.Object("overhead"))), path.Child("overhead"), errors);
        if (spec.Has("os")) { OperatingSystem(spec.Object("os").Text("name"), path.Child("os"), errors); }
        WindowsValidation.Check(spec, path, errors);
        if (spec.Has("schedulingGroup")) { SchedulingGroup(spec.Object("schedulingGroup"), path.Child("schedulingGroup").Child("podGroupName"), errors); }
        if (kind == Kind.Pod) { ContainerValidation.CheckImages(spec, path, errors); }
        if (kind == Kind.Template && spec.Items("ephemeralContainers").Count > 0) { errors.Forbidden(path.Child("ephemeralContainers"), "ephemeral containers not allowed in pod template"); }
    }

    private static void SchedulingGroup(ObjectNode group, FieldPath path, FieldErrors errors)
    {
        if (!group.Has("podGroupName")) { errors.Invalid(path, NullNode.Instance, "must specify one of: `podGroupName`"); }
        else { Names.Check(Names.Subdomain(group.Text("podGroupName")), path, group["podGroupName"]!, errors); }
    }

    /// <summary>The field is one of these; missing is wrong too.</summary>
    public static void OneOf(ObjectNode node, string field, FieldPath path, FieldErrors errors, params ReadOnlySpan<string> allowed)
    {
        var value = node.Text(field);
        if (value.Length == 0) { errors.Required(path.Child(field)); }
        else if (!allowed.Contains(value)) { errors.NotSupported(path.Child(field), value, allowed); }
    }

    // Compat: of a system that is not known the path leaves the name out.
    private static void OperatingSystem(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) { errors.Required(path.Child("name")); }
        else if (name is not ("linux" or "windows")) { errors.NotSupported(path, name, "linux", "windows"); }
    }

    private static void Reference(ObjectNode spec, string field, FieldPath path, FieldErrors errors)
    {
        if (spec.Text(field) is { Length: > 0 } name) { Names.Check(Names.Subdomain(name), path.Child(field), name, errors); }
    }

    // On the host's network a container has the ports of the host. Compat: only of the usual containers.
    private static void CheckHostNetwork(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var containers = spec.Items("containers");
        for (var i = 0; i < containers.Count; i++)
        {
            var ports = containers[i].Items("ports");
            for (var j = 0; j < ports.Count; j++)
            {
                if (ports[j].Number("hostPort") is { } host and not 0 && host != ports[j].Number("containerPort")) { errors.Invalid(path.Child("containers").Index(i).Child("ports").Index(j).Child("hostPort"), host, "must match `containerPort` when `hostNetwork` is true"); }
            }
        }
    }

    private static void CheckNames(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["hostname", "subdomain"])
        {
            if (spec.Text(field) is { Length: > 0 } name) { Names.Check(Names.DnsLabel(name), path.Child(field), name, errors); }
        }
        if (spec.IsTrue("hostNetwork"))
        {
            if (spec.Text("hostnameOverride").Length > 0) { errors.Forbidden(path.Child("hostnameOverride"), "may not be specified when hostNetwork is true"); }
        }
        if (!spec.Has("hostnameOverride")) { return; }
        var host = spec.Text("hostnameOverride");
        if (host.Length > HostnameOverrideMax) { errors.TooLong(path.Child("hostnameOverride"), HostnameOverrideMax); }
        Names.Check(Names.Subdomain(host), path.Child("hostnameOverride"), host, errors);
    }

    private static void CheckGates(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var gates = spec.Items("readinessGates");
        for (var i = 0; i < gates.Count; i++) { Names.Check(Names.Qualified(gates[i].Text("conditionType")), path.Child("readinessGates").Index(i).Child("conditionType"), gates[i].Text("conditionType"), errors); }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var holds = spec.Items("schedulingGates");
        for (var i = 0; i < holds.Count; i++)
        {
            var name = holds[i].Text("name");
            Names.Check(Names.Qualified(name), path.Child("schedulingGates").Index(i), name, errors);
            if (!seen.Add(name)) { errors.Duplicate(path.Child("schedulingGates").Index(i), name); }
        }
    }

    private static void CheckClaims(ArrayNode claims, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < claims.Count; i++)
        {
            var (name, at) = (claims[i].Text("name"), path.Index(i));
            if (name.Length == 0) { errors.Required(at.Child("name")); }
            else if (!seen.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            else { Names.Check(Names.DnsLabel(name), at.Child("name"), name, errors); }
            var (claim, template) = (claims[i].Has("resourceClaimName"), claims[i].Has("resourceClaimTemplateName"));
            if (claim && template) { errors.Invalid(at, InternalForm.Of("PodResourceClaim", claims[i]), "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"); }
            if (!claim && !template) { errors.Invalid(at, InternalForm.Of("PodResourceClaim", claims[i]), "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"); }
            foreach (var field in (ReadOnlySpan<string>)["resourceClaimName", "resourceClaimTemplateName"])
            {
                if (claims[i].Has(field)) { Names.Check(Names.Subdomain(claims[i].Text(field)), at.Child(field), claims[i].Text(field), errors); }
            }
        }
    }

    private static void CheckDns(ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var config = spec.Object("dnsConfig");
        var servers = config.Items("nameservers");
        if (spec.Text("dnsPolicy") == "None" && !spec.Has("dnsConfig")) { errors.Required(path, "must provide `dnsConfig` when `dnsPolicy` is None"); return; }
        if (spec.Text("dnsPolicy") == "None" && servers.Count == 0) { errors.Required(path.Child("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None"); return; }
        if (servers.Count > 3) { errors.Invalid(path.Child("nameservers"), servers, "must not have more than 3 nameservers"); }
        for (var i = 0; i < servers.Count; i++) { Names.Check(Addresses.Address((servers[i] as StringNode)?.Value ?? ""), path.Child("nameservers").Index(i), servers[i], errors); }
        var searches = config.Items("searches");
        if (searches.Count > 32) { errors.Invalid(path.Child("searches"), searches, "must not have more than 32 search paths"); }
        for (var i = 0; i < searches.Count; i++)
        {
            var search = ((searches[i] as StringNode)?.Value ?? "").TrimEnd('.');
            if (search.Length > 0) { Names.Check(Names.Subdomain(search.Replace('_', 'x')), path.Child("searches").Index(i), searches[i], errors); }
        }
        if (searches.Sum(static s => (s as StringNode)?.Value.Length + 1 ?? 1) - 1 > SearchesLengthMax) { errors.Invalid(path.Child("searches"), searches, $"must not have more than {SearchesLengthMax} characters (including spaces) in the search list"); }
        var options = config.Items("options");
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i].Text("name").Length == 0) { errors.Required(path.Child("options").Index(i), "must not be empty"); }
        }
    }

    private static void CheckHostAliases(ArrayNode aliases, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < aliases.Count; i++)
        {
            Names.Check(Addresses.Address(aliases[i].Text("ip")), path.Index(i).Child("ip"), aliases[i].Text("ip"), errors);
            var names = aliases[i].Items("hostnames");
            for (var j = 0; j < names.Count; j++) { Names.Check(Names.Subdomain((names[j] as StringNode)?.Value ?? ""), path.Index(i).Child("hostnames").Index(j), names[j], errors); }
        }
    }
}
