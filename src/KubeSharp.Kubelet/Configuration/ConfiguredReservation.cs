using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Configuration;

/// <summary>What a configuration keeps for the system and the agent, and whom it holds to it. Source: Reserve Compute Resources for System Daemons. Pure.</summary>
internal static class ConfiguredReservation
{
    private const string Enforcements = "enforceNodeAllocatable", None = "none", Pods = "pods", CpuOnly = "-compressible";
    // Whose, what it is called in messages, what is kept for it, its control group.
    private static readonly (string Name, string Title, string Amounts, string Group)[] _owners = [("system-reserved", "System Reserved", "systemReserved", "systemReservedCgroup"), ("kube-reserved", "Kube Reserved", "kubeReserved", "kubeReservedCgroup")];

    /// <summary>What is kept for both.</summary>
    public static ApiMap<Quantity> All(KubeletConfiguration configuration)
    {
        var sum = ApiMap<Quantity>.Empty;
        foreach (var (_, _, field, _) in _owners)
        {
            foreach (var (resource, amount) in Of(configuration, field)) { sum = sum.Set(resource, sum.TryGetValue(resource, out var before) ? before + amount : amount); }
        }
        return sum;
    }

    /// <summary>Whether all pods together are bounded.</summary>
    public static bool BoundsPods(KubeletConfiguration configuration, bool fallback) => configuration.Has(Enforcements) ? Given(configuration).Contains(Pods) : fallback;

    /// <summary>The groups of the system's and the agent's that are bounded.</summary>
    public static ImmutableArray<ReservedGroup> Groups(KubeletConfiguration configuration)
    {
        var given = Given(configuration);
        var found = ImmutableArray.CreateBuilder<ReservedGroup>();
        foreach (var (name, title, amounts, group) in _owners)
        {
            var (isWhole, isCpuOnly) = (given.Contains(name), given.Contains(name + CpuOnly));
            if (!isWhole && !isCpuOnly) { continue; }
            if (isWhole && isCpuOnly) { throw new ConfigurationException($"{Enforcements}: {name} and {name}{CpuOnly} cannot be given together"); }
            if (configuration.Text("", group) is not { Length: > 0 } path) { throw new ConfigurationException($"{group}: must be specified when \"{name}\" or \"{name}{CpuOnly}\" is included in {Enforcements}"); }
            found.Add(new ReservedGroup(title, path, Of(configuration, amounts), isCpuOnly));
        }
        return found.ToImmutable();
    }

    private static ImmutableArray<string> Given(KubeletConfiguration configuration)
    {
        var given = configuration.Texts(Enforcements);
        string[] known = [None, Pods, .. _owners.SelectMany(static o => (string[])[o.Name, o.Name + CpuOnly])];
        foreach (var name in given)
        {
            if (!known.Contains(name)) { throw new ConfigurationException($"{Enforcements}: \"{name}\" is none of {string.Join(", ", known)}"); }
        }
        return given.Contains(None) && given.Length > 1 ? throw new ConfigurationException($"{Enforcements}: none cannot be given with others") : given;
    }

    private static ApiMap<Quantity> Of(KubeletConfiguration configuration, string field)
    {
        var all = ApiMap<Quantity>.Empty;
        foreach (var (resource, text) in configuration.TextMap(field))
        {
            if (resource is not ("cpu" or "memory" or "ephemeral-storage" or "pid")) { throw new ConfigurationException($"{field}: cannot reserve \"{resource}\" resource"); }
            var amount = ConfiguredOptions.Amount(text, $"{field}.{resource}");
            all = amount.Sign < 0 ? throw new ConfigurationException($"{field}.{resource}: reservation cannot be negative") : all.Set(resource, amount);
        }
        return all;
    }
}
