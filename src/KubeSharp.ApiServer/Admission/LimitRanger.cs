using System.Globalization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Defaults and bounds of requests and limits by the LimitRanges of the namespace. Source: Limit Ranges.</summary>
public sealed class LimitRanger(IObjects objects) : IAdmissionPlugin
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    /// <inheritdoc/>
    public string Name => "LimitRanger";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("pods") || request.Resizes() || request.Writes("persistentvolumeclaims");

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var fills = request.Creates("pods") || (request.Resizes() && !IsEnding(request));
        return new(!fills ? request.Object : objects.List("limitranges", request.Namespace).Aggregate(request.Object!, (pod, range) => WithDefaults(pod, range, isNoted: !request.Resizes())));
    }

    private static bool IsEnding(AdmissionRequest request) => request.OldObject.Object("metadata").Has("deletionTimestamp");

    // One range after the other: what the first gives the next does not change, and the note tells what the last one that gave anything did.
    private static ObjectNode WithDefaults(ObjectNode pod, ObjectNode range, bool isNoted)
    {
        var (limits, requests) = (ObjectNode.Empty, ObjectNode.Empty);
        foreach (var limit in range.Object("spec").Items("limits").OfType<ObjectNode>().Where(static l => l.Text("type") == "Container"))
        {
            foreach (var (name, amount) in limit.Object("default").Fields) { limits = limits.Set(name, amount); }
            foreach (var (name, amount) in limit.Object("defaultRequest").Fields) { requests = requests.Set(name, amount); }
        }
        if (limits.Count + requests.Count == 0) { return pod; }
        var said = new List<string>();
        pod = pod.Edit("spec", s => s
            .EditItems("containers", c => WithDefaults(c, requests, limits, "container", said))
            .EditItems("initContainers", c => WithDefaults(c, requests, limits, "init container", said)));
        return said.Count == 0 || !isNoted ? pod : (ObjectNode)pod.With(["metadata", "annotations", Annotation], $"LimitRanger plugin set: {string.Join("; ", said)}");
    }

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (IsEnding(request)) { return default; }
        // The first range that does not let it pass is the one that is told of.
        foreach (var range in objects.List("limitranges", request.Namespace))
        {
            var errors = new List<string>();
            foreach (var limit in range.Object("spec").Items("limits").OfType<ObjectNode>()) { Check(limit, request, errors); }
            if (errors.Count == 0) { continue; }
            var each = errors.Distinct(StringComparer.Ordinal).ToArray();
            throw request.Refuse(each.Length == 1 ? each[0] : $"[{string.Join(", ", each)}]");
        }
        return default;
    }

    private static void Check(ObjectNode limit, AdmissionRequest request, List<string> errors)
    {
        var spec = request.Object.Object("spec");
        switch (request.Resource.Plural, limit.Text("type"))
        {
            case ("persistentvolumeclaims", "PersistentVolumeClaim"): Check(limit, spec.Object("resources").Object("requests"), ObjectNode.Empty, isClaim: true, errors); break;
            // The overhead of a runtime class is not counted.
            case ("pods", "Pod"): Check(limit, PodAmounts.Total(spec.Remove("overhead"), "requests"), PodAmounts.Total(spec.Remove("overhead"), "limits"), false, errors); break;
            case ("pods", "Container"):
                foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers"))) { Check(limit, container.Object("resources").Object("requests"), container.Object("resources").Object("limits"), false, errors); }
                break;
        }
    }

    private static ObjectNode WithDefaults(ObjectNode container, ObjectNode requests, ObjectNode limits, string role, List<string> said) => container.Make("resources", resources =>
    {
        foreach (var (field, word, defaults) in (ReadOnlySpan<(string, string, ObjectNode)>)[("requests", "request", requests), ("limits", "limit", limits)])
        {
            var set = new List<string>();
            var amounts = resources.Object(field);
            foreach (var (name, amount) in defaults.Fields)
            {
                if (amounts.Has(name)) { continue; }
                amounts = amounts.Set(name, amount);
                set.Add(name);
            }
            if (set.Count == 0) { continue; }
            said.Add($"{string.Join(", ", set.Order(StringComparer.Ordinal))} {word} for {role} {container.Text("name")}");
            resources = resources.Set(field, amounts);
        }
        return resources;
    });

    private static void Check(ObjectNode limit, ObjectNode requests, ObjectNode limits, bool isClaim, List<string> errors)
    {
        var type = limit.Text("type");
        foreach (var (name, bound) in limit.Object("min").Fields)
        {
            if (requests[name] is not { } request) { errors.Add($"minimum {name} usage per {type} is {Text(bound)}.  No request is specified"); }
            else if (Quantities.Read(request) < Quantities.Read(bound)) { errors.Add($"minimum {name} usage per {type} is {Text(bound)}, but request is {Text(request)}"); }
            else if (limits[name] is { } most && Quantities.Read(most) < Quantities.Read(bound)) { errors.Add($"minimum {name} usage per {type} is {Text(bound)}, but limit is {Text(most)}"); }
        }
        foreach (var (name, bound) in limit.Object("max").Fields)
        {
            var (request, most) = (requests[name], limits[name]);
            if (isClaim && request is null) { errors.Add($"maximum {name} usage per {type} is {Text(bound)}.  No request is specified"); }
            else if (!isClaim && most is null) { errors.Add($"maximum {name} usage per {type} is {Text(bound)}.  No limit is specified"); }
            else if (most is not null && Quantities.Read(most) > Quantities.Read(bound)) { errors.Add($"maximum {name} usage per {type} is {Text(bound)}, but limit is {Text(most)}"); }
            else if (request is not null && Quantities.Read(request) > Quantities.Read(bound)) { errors.Add($"maximum {name} usage per {type} is {Text(bound)}, but request is {Text(request)}"); }
        }
        foreach (var (name, ratio) in limit.Object("maxLimitRequestRatio").Fields)
        {
            var (request, most) = (Quantities.Read(requests[name]), Quantities.Read(limits[name]));
            if (request.Sign == 0 || most.Sign == 0) { errors.Add($"{name} max limit to request ratio per {type} is {Text(ratio)}, but no {(request.Sign == 0 ? "request" : "limit")} is specified or {(request.Sign == 0 ? "request" : "limit")} is 0"); continue; }
            var actual = most.Double / request.Double;
            if (actual > Quantities.Read(ratio).Double) { errors.Add($"{name} max limit to request ratio per {type} is {Text(ratio)}, but provided ratio is {actual.ToString("F6", CultureInfo.InvariantCulture)}"); }
        }
    }

    private static string Text(Node amount) => Quantities.Read(amount).ToString();
}
