using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Containers;

/// <summary>Quality of service of a pod. Source: Pod Quality of Service Classes.</summary>
public static class QosClass
{
    /// <summary>Every container has limits of CPU and memory that equal its requests.</summary>
    public const string Guaranteed = "Guaranteed";
    /// <summary>Some request or limit of CPU or memory.</summary>
    public const string Burstable = "Burstable";
    /// <summary>Neither.</summary>
    public const string BestEffort = "BestEffort";

    private static readonly string[] _counted = ["cpu", "memory"];

    /// <summary>The class of the specification.</summary>
    public static string Of(PodSpec spec)
    {
        if (spec.Resources is { } podLevel && (podLevel.Requests.Count > 0 || podLevel.Limits.Count > 0)) { return Of([podLevel]); }
        return Of([.. spec.Containers.Select(static c => c.Resources), .. spec.InitContainers.Select(static c => c.Resources)]);
    }

    private static string Of(ReadOnlySpan<ResourceRequirements> all)
    {
        var (any, guaranteed) = (false, true);
        foreach (var resources in all)
        {
            foreach (var name in _counted)
            {
                var limited = resources.Limits.TryGetValue(name, out var limit) && limit.Sign > 0;
                var requested = resources.Requests.TryGetValue(name, out var request) && request.Sign > 0;
                any |= limited || requested;
                guaranteed &= limited && (!requested || request == limit);
            }
        }
        return !any ? BestEffort : guaranteed ? Guaranteed : Burstable;
    }
}
