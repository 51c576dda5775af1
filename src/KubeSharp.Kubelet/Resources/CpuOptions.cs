using System.Collections.Immutable;
using KubeSharp.Kubelet.Configuration;

namespace KubeSharp.Kubelet.Resources;

/// <summary>Options of the static policy, by upstream's names. Pure. Source: Control CPU Management Policies on the Node, static policy options.</summary>
/// <param name="FullCoresOnly">full-pcpus-only: whole cores alone are given; who asks for a part of one is refused.</param>
/// <param name="IsSpread">distribute-cpus-across-numa: where one memory node is not enough, as many from each.</param>
/// <param name="IsSpreadOverCores">distribute-cpus-across-cores: CPUs of different cores first.</param>
/// <param name="IsBySocket">align-by-socket: a socket counts as one memory node when CPUs are brought together with memory and devices.</param>
/// <param name="ReservesStrictly">strict-cpu-reservation: who shares CPUs does not get the reserved ones either.</param>
/// <param name="PrefersOneCache">prefer-align-cpus-by-uncorecache: CPUs of one cache where it has enough.</param>
public sealed record CpuOptions(bool FullCoresOnly = false, bool IsSpread = false, bool IsSpreadOverCores = false, bool IsBySocket = false, bool ReservesStrictly = false, bool PrefersOneCache = false)
{
    private static readonly string[] _known = ["full-pcpus-only", "distribute-cpus-across-numa", "align-by-socket", "distribute-cpus-across-cores", "strict-cpu-reservation", "prefer-align-cpus-by-uncorecache"];

    /// <summary>The options of these names.</summary>
    public static CpuOptions Of(ImmutableDictionary<string, string> options) => new(Is(options, _known[0]), Is(options, _known[1]), Is(options, _known[3]), Is(options, _known[2]), Is(options, _known[4]), Is(options, _known[5]));

    /// <summary>The same options where they may be given so.</summary>
    /// <exception cref="ConfigurationException">One is unknown, is neither true nor false, or goes not together with another.</exception>
    public static ImmutableDictionary<string, string> Check(ImmutableDictionary<string, string> options)
    {
        foreach (var (name, value) in options)
        {
            if (!_known.Contains(name)) { throw new ConfigurationException($"cpuManagerPolicyOptions: unknown option \"{name}\": there are {string.Join(", ", _known)}"); }
            if (!bool.TryParse(value, out _)) { throw new ConfigurationException($"cpuManagerPolicyOptions.{name}: \"{value}\" is neither true nor false"); }
        }
        var of = Of(options);
        if (of is { FullCoresOnly: true, IsSpreadOverCores: true } or { IsSpread: true, IsSpreadOverCores: true }) { throw new ConfigurationException("cpuManagerPolicyOptions: distribute-cpus-across-cores does not go together with full-pcpus-only or distribute-cpus-across-numa"); }
        return options;
    }

    private static bool Is(ImmutableDictionary<string, string> options, string name) => options.TryGetValue(name, out var value) && bool.TryParse(value, out var given) && given;
}
