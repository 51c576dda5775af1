using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Containers;

/// <summary>What stands in a pod's resolv.conf. Source: DNS for Services and Pods.</summary>
public static class PodResolver
{
    private const int ServersMax = 3, SearchesMax = 32, SearchTextMax = 2048;

    /// <summary>The pod's resolver: its policy, then its own settings on top.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="node">The node's own resolver.</param>
    /// <param name="clusterServers">Addresses of the cluster's DNS.</param>
    /// <param name="clusterDomain">Domain of the cluster.</param>
    public static ResolverConfig Of(Pod pod, ResolverConfig node, ImmutableArray<string> clusterServers, string clusterDomain)
    {
        var policy = pod.Spec.DnsPolicy ?? "ClusterFirst";
        var cluster = !clusterServers.IsEmpty && (policy == "ClusterFirstWithHostNet" || (policy == "ClusterFirst" && pod.Spec.HostNetwork != true));
        var config = policy == "None" ? new ResolverConfig([], [], [])
            : cluster ? ForCluster(pod.Metadata.Namespace ?? "", node, clusterServers, clusterDomain)
            : node;
        return Bound(pod.Spec.DnsConfig is { } own ? Merge(config, own) : config);
    }

    /// <summary>Reads a resolv.conf.</summary>
    public static ResolverConfig Parse(string text)
    {
        var (servers, searches, options) = (new List<string>(), ImmutableArray<string>.Empty, ImmutableArray<string>.Empty);
        foreach (var line in text.Split('\n'))
        {
            var words = line.Trim().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || words[0][0] is '#' or ';') { continue; }
            switch (words[0])
            {
                case "nameserver": servers.Add(words[1]); break;
                case "search": searches = [.. words.Skip(1).Select(static w => w.Length > 1 ? w.TrimEnd('.') : w)]; break;
                case "options": options = [.. words.Skip(1)]; break;
            }
        }
        return new ResolverConfig([.. servers], searches, options);
    }

    private static ResolverConfig ForCluster(string ns, ResolverConfig node, ImmutableArray<string> servers, string domain)
    {
        string[] own = domain.Length > 0 ? [$"{ns}.svc.{domain}", $"svc.{domain}", domain] : [];
        return new ResolverConfig(servers, [.. own.Concat(node.Searches).Distinct()], ["ndots:5"]);
    }

    private static ResolverConfig Merge(ResolverConfig config, PodDNSConfig own)
    {
        var options = new List<string>(config.Options);
        foreach (var option in own.Options)
        {
            var name = option.Name ?? "";
            options.RemoveAll(o => o == name || o.StartsWith(name + ":", StringComparison.Ordinal));
            options.Add(option.Value is { Length: > 0 } value ? $"{name}:{value}" : name);
        }
        return new ResolverConfig([.. config.Servers.Concat(own.Nameservers).Distinct()], [.. config.Searches.Concat(own.Searches).Distinct()], [.. options]);
    }

    private static ResolverConfig Bound(ResolverConfig config)
    {
        var searches = config.Searches.Take(SearchesMax).ToList();
        while (searches.Sum(static s => s.Length + 1) > SearchTextMax) { searches.RemoveAt(searches.Count - 1); }
        return new ResolverConfig([.. config.Servers.Take(ServersMax)], [.. searches], config.Options);
    }
}
