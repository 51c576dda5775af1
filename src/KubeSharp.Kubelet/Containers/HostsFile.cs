using System.Text;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Containers;

/// <summary>The text of a pod's /etc/hosts. Source: Adding entries to Pod /etc/hosts with HostAliases.</summary>
public static class HostsFile
{
    private const string Header = "# Kubernetes-managed hosts file.\n";

    /// <summary>The file of a pod with a network of its own.</summary>
    public static string ForPod(IReadOnlyList<string> addresses, string hostname, string domain, IEnumerable<HostAlias> aliases)
    {
        var text = new StringBuilder(Header)
            .Append("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n");
        foreach (var address in addresses)
        {
            text.Append(address).Append('\t').Append(domain.Length > 0 ? $"{hostname}.{domain}\t{hostname}" : hostname).Append('\n');
        }
        return text.Append(Aliases(aliases)).ToString();
    }

    /// <summary>The file of a pod on the node's network: the node's own, with the aliases.</summary>
    public static string ForHost(string nodeHosts, IEnumerable<HostAlias> aliases) =>
        "# Kubernetes-managed hosts file (host network).\n" + nodeHosts + Aliases(aliases);

    private static string Aliases(IEnumerable<HostAlias> aliases)
    {
        var text = new StringBuilder();
        foreach (var alias in aliases) { text.Append(alias.Ip).Append('\t').AppendJoin('\t', alias.Hostnames).Append('\n'); }
        return text.Length == 0 ? "" : "\n# Entries added by HostAliases.\n" + text;
    }
}
