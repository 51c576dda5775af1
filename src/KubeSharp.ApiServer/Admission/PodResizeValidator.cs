using System.Globalization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>A pod is not resized beyond what its node has, nor where the node cannot do it. Source: Admission Control, PodResizeValidator; KEP-1287.</summary>
public sealed class PodResizeValidator(IObjects objects) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "PodResizeValidator";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Resizes();

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (pod, old) = (request.Object, request.OldObject);
        var name = pod.Object("spec").Text("nodeName");
        if (name.Length == 0 || pod.Object("metadata").Number("generation") == old.Object("metadata").Number("generation")) { return default; }
        var node = objects.Get("nodes", "", name) ?? throw request.Refuse($"node \"{name}\" not found");
        if (node.Object("metadata").Object("labels").Text("kubernetes.io/os") is var system and not ("" or "linux")) { throw Refusal(request, $"pod resize is only supported on linux nodes, node \"{name}\" is \"{system}\"", "UnsupportedPlatform"); }
        var (asked, free, mistakes) = (PodAmounts.Total(pod.Object("spec"), "requests"), node.Object("status").Object("allocatable"), new List<string>());
        foreach (var resource in (ReadOnlySpan<string>)["cpu", "memory"])
        {
            var (wanted, there) = (Quantities.Read(asked[resource]), Quantities.Read(free[resource]));
            if (wanted <= there) { continue; }
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{resource}, requested: {(resource == "cpu" ? wanted.MilliValue : wanted.Value)}, allocatable: {(resource == "cpu" ? there.MilliValue : there.Value)}"));
        }
        return mistakes.Count == 0 ? default : throw Refusal(request, $"node didn't have enough allocatable resources: {string.Join("; ", mistakes)}", "NodeCapacity");
    }

    private static StatusException Refusal(AdmissionRequest request, string message, string cause)
    {
        var refused = request.Refuse(message).Status;
        return new StatusException(refused with { Causes = [new(cause, "", "")] });
    }
}
