using KubeSharp.Cli.Flags;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Connection;

/// <summary>
/// The features of upstream's client that variables turn on and off (KUBE_FEATURE_NAME). Ours reads and watches in one way whatever they say; what cannot be meant is told.
/// Source: k8s.io/client-go/features.
/// </summary>
internal static class ClientFeatures
{
    private static readonly string[] _open = ["AtomicFIFO", "ClientsAllowCARotation", "ClientsAllowCBOR", "ClientsAllowTLSCacheGC", "ClientsPreferCBOR", "InOrderInformersBatchProcess", "InformerResourceVersion", "UnlockWhileProcessingFIFO", "WatchListClient"];
    // Those that are on for good.
    private static readonly string[] _locked = ["InOrderInformers"];

    /// <summary>What is logged of values that are none, and where in upstream's program. Pure.</summary>
    /// <param name="variable">The environment.</param>
    public static IEnumerable<(string Place, string Text)> Mistakes(Func<string, string?> variable)
    {
        foreach (var feature in _open.Concat(_locked))
        {
            if (variable($"KUBE_FEATURE_{feature}") is not { } wanted) { continue; }
            var desired = $"feature=\"{feature}\" desiredState={QuotedText.Go(wanted)}";
            if (!GoBoolean.TryParse(wanted, out var isOn))
            {
                var why = $"strconv.ParseBool: parsing {QuotedText.Go(wanted)}: invalid syntax";
                yield return ("envvar.go:176", $"\"Could not set feature gate\" err={QuotedText.Go(why)} {desired}");
            }
            else if (!isOn && _locked.Contains(feature)) { yield return ("envvar.go:179", $"\"Could not set feature gate, feature is locked\" {desired} lockedState=true"); }
        }
    }
}
