using System.ComponentModel;
using KubeSharp.Machinery.Processes;

namespace KubeSharp.Network;

/// <summary>
/// Docker and some firewalls let the machine forward nothing by default (policy DROP of iptables' FORWARD), which would cut pods off from each
/// other and from the world. Where that is so, two rules let the pods' addresses through; nothing is changed where it is not.
/// </summary>
public sealed class ForwardGate(Command command, string podCidr, string mark)
{
    private string[][] Rules => [["-s", podCidr, "-m", "comment", "--comment", mark, "-j", "ACCEPT"], ["-d", podCidr, "-m", "comment", "--comment", mark, "-j", "ACCEPT"]];

    /// <summary>Lets pods through where the policy does not.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        if (!IsClosed(await RunAsync(cancellation, "-S", "FORWARD").ConfigureAwait(false))) { return; }
        foreach (var rule in Rules)
        {
            if (await RunAsync(cancellation, ["-C", "FORWARD", .. rule]).ConfigureAwait(false) is null) { await RunAsync(cancellation, ["-I", "FORWARD", .. rule]).ConfigureAwait(false); }
        }
    }

    /// <summary>Takes the rules away; none there is no error.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        foreach (var rule in Rules) { await RunAsync(cancellation, ["-D", "FORWARD", .. rule]).ConfigureAwait(false); }
    }

    /// <summary>Whether "iptables -S FORWARD" shows a policy that drops; null: there is no iptables, so nothing that could have set one. Pure.</summary>
    public static bool IsClosed(string? shown) => shown?.StartsWith("-P FORWARD DROP", StringComparison.Ordinal) == true;

    private async Task<string?> RunAsync(CancellationToken cancellation, params string[] words)
    {
        try { return await command.RunAsync("", cancellation, ["iptables", "-w", .. words]).ConfigureAwait(false) is (0, var output, _) ? output : null; }
        catch (Win32Exception) { return null; }
    }
}
