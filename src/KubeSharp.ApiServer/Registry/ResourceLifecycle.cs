using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Configuration;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Which resources came with which version, for a server that emulates one before its own. Source: the lifecycle of the published API types (introduced).</summary>
public static class ResourceLifecycle
{
    // Those that are younger than the oldest version that can be emulated.
    private static readonly (string GroupVersion, string Plural, Version Introduced)[] _introduced =
    [
        ("admissionregistration.k8s.io/v1", "mutatingadmissionpolicies", new(1, 36)),
        ("admissionregistration.k8s.io/v1", "mutatingadmissionpolicybindings", new(1, 36)),
        ("certificates.k8s.io/v1beta1", "podcertificaterequests", new(1, 35)),
        ("resource.k8s.io/v1", "deviceclasses", new(1, 34)),
        ("resource.k8s.io/v1", "resourceclaims", new(1, 34)),
        ("resource.k8s.io/v1", "resourceclaimtemplates", new(1, 34)),
        ("resource.k8s.io/v1", "resourceslices", new(1, 34)),
        ("storage.k8s.io/v1", "volumeattributesclasses", new(1, 34)),
    ];

    /// <summary>Whether the resource is served by a server of the version.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="version">The version that is emulated.</param>
    /// <param name="forced">GROUP/VERSION or GROUP/VERSION/RESOURCE served nevertheless (--runtime-config with --runtime-config-emulation-forward-compatible).</param>
    public static bool IsServed(ApiResource resource, EmulatedVersion version, ImmutableArray<string> forced) =>
        Introduced(resource.GroupVersion, resource.Plural) <= version.Emulated || forced.Contains(resource.GroupVersion) || forced.Contains($"{resource.GroupVersion}/{resource.Plural}");

    /// <summary>Checks what is asked for by name (--runtime-config).</summary>
    /// <exception cref="FormatException">It is younger than the version; the message is upstream's.</exception>
    public static void Check(ImmutableArray<string> asked, EmulatedVersion version)
    {
        foreach (var name in asked)
        {
            if (name.Split('/') is [var group, var text, var plural] && Introduced($"{group}/{text}", plural) is var introduced && introduced > version.Emulated)
            {
                throw new FormatException($"cannot enable resource {group}/{text}, Resource={plural} in runtime-config because it is introduced at {introduced} after the current version {version.Emulated}. Consider setting --runtime-config-emulation-forward-compatible=true");
            }
            var all = ApiResources.All.Where(r => r.GroupVersion == name);
            if (all.Any() && all.All(r => Introduced(r.GroupVersion, r.Plural) > version.Emulated))
            {
                throw new FormatException($"cannot enable version {name} in runtime-config because all the resources have been introduced after the current version {version.Emulated}. Consider setting --runtime-config-emulation-forward-compatible=true");
            }
        }
    }

    private static Version Introduced(string groupVersion, string plural) =>
        _introduced.FirstOrDefault(i => i.GroupVersion == groupVersion && i.Plural == plural).Introduced ?? new(1, 0);
}
