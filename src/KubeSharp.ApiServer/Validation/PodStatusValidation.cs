using System.Net;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>What a kubelet may say of a pod. Source: API reference of Pod; KEP-4680 for the health of devices; KEP-3619 for users.</summary>
public static class PodStatusValidation
{
    private const int HealthMessageLengthMax = 1024;
    private static readonly FieldPath _path = FieldPath.Of("status");

    /// <summary>The status of a pod, beside what was said before.</summary>
    public static void Check(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (status, before, spec) = (value.Object("status"), old.Object("status"), value.Object("spec"));
        Conditions(status.Items("conditions"), _path.Child("conditions"), errors);
        NominatedNode(status.Text("nominatedNodeName"), before.Text("nominatedNodeName"), old.Object("spec").Text("nodeName").Length > 0, _path.Child("nominatedNodeName"), errors);
        Generation(status, _path, errors);
        if (status.Text("qosClass") != before.Text("qosClass")) { errors.Invalid(_path.Child("qosClass"), status.Text("qosClass"), Immutability.Rule); }
        Transitions(status, before, old.Object("spec"), errors);
        Claims(status.Items("resourceClaimStatuses"), spec.Items("resourceClaims"), _path.Child("resourceClaimStatuses"), errors);
        if (status.Has("extendedResourceClaimStatus")) { ExtendedClaim(status.Object("extendedResourceClaimStatus"), spec, _path.Child("extendedResourceClaimStatus"), errors); }
        CheckAddresses(status, before, "podIPs", "PodIP", errors);
        if (status.Items("hostIPs") is [var first, ..] && first.Text("ip") != status.Text("hostIP")) { errors.Invalid(_path.Child("hostIPs").Index(0).Child("ip"), first.Text("ip"), "must be equal to `hostIP`"); }
        CheckAddresses(status, before, "hostIPs", "HostIP", errors);
        var os = spec.Has("os") ? spec.Object("os").Text("name") : "linux";
        foreach (var kind in (ReadOnlySpan<string>)["containers", "initContainers", "ephemeralContainers"]) { Containers(status, spec, kind, os, errors); }
    }

    private static void Generation(Node node, FieldPath path, FieldErrors errors)
    {
        if (node.Number("observedGeneration") is { } generation and < 0) { errors.Invalid(path.Child("observedGeneration"), generation, "must be a non-negative integer"); }
    }

    private static void Conditions(ArrayNode conditions, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            Generation(conditions[i], path.Index(i), errors);
            // Compat: the path writes Type large.
            if (conditions[i].Text("type") is var type && type is not ("PodScheduled" or "Ready" or "Initialized")) { Names.Check(Names.Qualified(type), path.Index(i).Child("Type"), type, errors); }
        }
    }

    private static void NominatedNode(string name, string before, bool isBound, FieldPath path, FieldErrors errors)
    {
        if (name == before || name.Length == 0) { return; }
        Names.Check(Names.Subdomain(name), path, name, errors);
        if (isBound) { errors.Forbidden(path, "may not be set on pods that are already bound to a node"); }
    }

    // A container that ended may only run again where its rules say so; an ephemeral one never.
    private static void Transitions(ObjectNode status, ObjectNode before, ObjectNode spec, FieldErrors errors)
    {
        foreach (var kind in (ReadOnlySpan<string>)["containers", "initContainers", "ephemeralContainers"])
        {
            var field = $"{kind[..^1]}Statuses";
            var (statuses, now) = (before.Items(field), status.Items(field));
            for (var i = 0; i < statuses.Count; i++)
            {
                var name = statuses[i].Text("name");
                if (ExitCode(statuses[i]) is not { } code || !now.Any(s => s.Text("name") == name && ExitCode(s) is null)) { continue; }
                var container = kind == "ephemeralContainers" ? null : spec.Items(kind).FirstOrDefault(c => c.Text("name") == name);
                if (container is null || !PodRestarts.MayRestart(container, spec, code)) { errors.Forbidden(_path.Child(field).Index(i).Child("state"), "may not be transitioned to non-terminated state"); }
            }
        }
    }

    private static long? ExitCode(Node status) => status.Object("state").Has("terminated") ? status.Object("state").Object("terminated").Number("exitCode") ?? 0 : null;

    private static void Claims(ArrayNode statuses, ArrayNode claims, FieldPath path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < statuses.Count; i++)
        {
            var (name, at) = (statuses[i].Text("name"), path.Index(i));
            if (!claims.Any(c => c.Text("name") == name)) { errors.Invalid(at.Child("name"), name, "must match the name of an entry in `spec.resourceClaims`"); }
            if (!seen.Add(name)) { errors.Duplicate(at.Child("name"), name); }
            if (statuses[i].Has("resourceClaimName")) { Names.Check(Names.Subdomain(statuses[i].Text("resourceClaimName")), at.Child("name"), statuses[i].Text("resourceClaimName"), errors); }
        }
    }

    private static void ExtendedClaim(ObjectNode status, ObjectNode spec, FieldPath path, FieldErrors errors)
    {
        var (mappings, at) = (status.Items("requestMappings"), path.Child("requestMappings"));
        if (mappings.Count == 0) { errors.Required(at, "at least one request mapping is required"); }
        var containers = spec.Items("initContainers").Concat(spec.Items("containers")).ToArray();
        var seen = new HashSet<(string, string, string)>();
        for (var i = 0; i < mappings.Count; i++)
        {
            var (container, resource, request) = (mappings[i].Text("containerName"), mappings[i].Text("resourceName"), mappings[i].Text("requestName"));
            if (Array.FindLast(containers, c => c.Text("name") == container) is not { } found) { errors.Invalid(at.Index(i).Child("containerName"), container, "must match the name of an entry in spec.initContainers.name or spec.containers.name"); }
            else if (!found.Object("resources").Object("requests").Has(resource)) { errors.Invalid(at.Index(i).Child("resourceName"), resource, "must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests"); }
            // Compat: the path leaves the mapping out.
            Names.Check(Names.DnsLabel(request), path.Child("requestName"), request, errors);
            if (seen.Add((container, resource, request))) { continue; }
            foreach (var field in (ReadOnlySpan<string>)["containerName", "resourceName", "requestName"]) { errors.Duplicate(at.Index(i).Child(field), mappings[i].Text(field)); }
        }
        var claim = status.Text("resourceClaimName");
        if (claim.Length == 0) { errors.Required(path.Child("resourceClaimName")); }
        else { Names.Check(Names.Subdomain(claim), path.Child("resourceClaimName"), claim, errors); }
    }

    // At most one address of each family; what was let in once stays valid.
    private static void CheckAddresses(ObjectNode status, ObjectNode before, string field, string type, FieldErrors errors)
    {
        var (items, path) = (status.Items(field), _path.Child(field));
        var texts = items.Select(static i => i.Text("ip")).ToArray();
        for (var i = 0; i < texts.Length; i++)
        {
            if (!before.Items(field).Any(b => b.Text("ip") == texts[i])) { Names.Check(Addresses.Address(texts[i]), path.Index(i), texts[i], errors); }
        }
        if (texts.Length < 2) { return; }
        var wrong = Array.FindIndex(texts, static t => Addresses.Parse(t) is null);
        if (wrong >= 0) { errors.Add(new StatusCause("InternalError", $"Internal error: failed to check for dual stack with error:invalid IP[{wrong}]: {texts[wrong]}", path.ToString())); }
        if (wrong >= 0 || texts.Length > 2 || IPAddress.Parse(texts[0]).AddressFamily == IPAddress.Parse(texts[1]).AddressFamily) { errors.Invalid(path, InternalForm.OfList(type, items), "may specify no more than one IP for each IP family"); }
    }

    private static void Containers(ObjectNode status, ObjectNode spec, string kind, string os, FieldErrors errors)
    {
        var field = $"{kind[..^1]}Statuses";
        var (statuses, path) = (status.Items(field), _path.Child(field));
        for (var i = 0; i < statuses.Count; i++)
        {
            var at = path.Index(i);
            User(statuses[i].Object("user"), os, at.Child("user").Child("linux"), errors);
            var resources = statuses[i].Items("allocatedResourcesStatus");
            if (kind == "ephemeralContainers")
            {
                if (resources.Count > 0) { errors.Forbidden(at.Child("allocatedResourcesStatus"), "must not be specified in container status"); }
                continue;
            }
            var container = spec.Items(kind).FirstOrDefault(c => c.Text("name") == statuses[i].Text("name"));
            for (var j = 0; j < resources.Count; j++) { Allocated(resources[j], container, at.Child("allocatedResourcesStatus").Index(j), errors); }
        }
    }

    private static void User(ObjectNode user, string os, FieldPath path, FieldErrors errors)
    {
        if (!user.Has("linux")) { return; }
        if (os == "windows") { errors.Forbidden(path, "cannot be set for a windows pod"); }
        if (os != "linux") { return; }
        foreach (var field in (ReadOnlySpan<string>)["uid", "gid"]) { SecurityContextValidation.Id(user.Object("linux").Number(field), path.Child(field), errors); }
        var groups = user.Object("linux").Items("supplementalGroups");
        for (var i = 0; i < groups.Count; i++) { SecurityContextValidation.Id((groups[i] as NumberNode)?.Integer, path.Child("supplementalGroups").Index(i), errors); }
    }

    private static void Allocated(Node allocated, Node? container, FieldPath path, FieldErrors errors)
    {
        if (container is not null) { Named(allocated.Text("name"), container.Object("resources"), path.Child("name"), errors); }
        var (resources, seen) = (allocated.Items("resources"), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < resources.Count; i++)
        {
            var (resource, at) = (resources[i], path.Child("resources").Index(i));
            if (resource.Text("health") is var health && health is not ("Healthy" or "Unhealthy" or "Unknown")) { errors.NotSupported(at.Child("health"), health, "Healthy", "Unhealthy", "Unknown"); }
            if (resource.Has("message") && resource.Text("message").Length == 0) { errors.Required(at.Child("message"), "must be non-empty if specified"); }
            if (resource.Text("message").Length > HealthMessageLengthMax) { errors.TooLong(at.Child("message"), HealthMessageLengthMax); }
            if (!seen.Add(resource.Text("resourceID"))) { errors.Duplicate(at.Child("resourceID"), resource.Text("resourceID")); }
        }
    }

    private static void Named(string name, ObjectNode resources, FieldPath path, FieldErrors errors)
    {
        const string Claim = "claim:";
        if (!name.StartsWith(Claim, StringComparison.Ordinal))
        {
            if (!resources.Object("requests").Has(name)) { errors.Invalid(path, name, "must match one of the container's resource requests"); }
            return;
        }
        if (resources.Items("claims").Any(c => name == Claim + c.Text("name") + (c.Text("request") is { Length: > 0 } request ? "/" + request : ""))) { return; }
        errors.Invalid(path, name, "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty");
    }
}
