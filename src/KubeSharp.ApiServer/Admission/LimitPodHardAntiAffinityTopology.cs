using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Pods that must not be beside others may say so of nodes only, not of zones, which they could close to everybody. Off by default. Source: LimitPodHardAntiAffinityTopology.</summary>
public sealed class LimitPodHardAntiAffinityTopology : IAdmissionPlugin
{
    private const string HostName = "kubernetes.io/hostname";

    /// <inheritdoc/>
    public string Name => "LimitPodHardAntiAffinityTopology";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Writes("pods");

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var terms = request.Object.Object("spec").Object("affinity").Object("podAntiAffinity").Items("requiredDuringSchedulingIgnoredDuringExecution");
        return terms.Select(static t => t.Text("topologyKey")).FirstOrDefault(static k => k != HostName) is { } key
            ? throw request.Refuse($"affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey {key} but only key {HostName} is allowed") : default;
    }
}
