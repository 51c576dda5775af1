using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>Who the parts of a running cluster are to its API server, by its audit log.</summary>
[Collection(NetworkCollection.Name)]
public sealed class IdentityTests(NetworkFixture cluster)
{
    private const string Masters = "system:masters", Accounts = "system:serviceaccount:kube-system:", Administrator = "kubernetes-super-admin";

    [Fact]
    public async Task Each_part_has_a_name_of_its_own_and_only_who_makes_the_cluster_is_a_master()
    {
        var asked = await ReadAsync();
        var parts = asked.Select(static e => e.User).Distinct().ToArray();
        string[] known = ["system:kube-controller-manager", "system:kube-scheduler", "system:kube-proxy", "system:anonymous", "kubernetes-admin", Administrator, $"system:node:{cluster.ClusterName}", $"system:node:{cluster.SecondNode}"];
        Assert.Equal([], parts.Where(u => !known.Contains(u) && !u.StartsWith("system:bootstrap:", StringComparison.Ordinal) && !u.StartsWith("system:serviceaccount:", StringComparison.Ordinal)));
        Assert.Superset(new HashSet<string>(["system:kube-controller-manager", "system:kube-scheduler", "system:kube-proxy", Accounts + "coredns", Accounts + "deployment-controller", $"system:node:{cluster.ClusterName}", $"system:node:{cluster.SecondNode}"]), parts.ToHashSet());
        Assert.Equal([Administrator], asked.Where(static e => e.Groups.Contains(Masters)).Select(static e => e.User).Distinct());
    }

    [Fact]
    public async Task No_part_asks_for_what_it_may_not()
    {
        var refused = (await ReadAsync()).Where(static e => e.Code == "403" && (e.User.StartsWith("system:node:", StringComparison.Ordinal) || e.User.StartsWith("system:kube-", StringComparison.Ordinal) || e.User.StartsWith(Accounts, StringComparison.Ordinal)));
        // What a pod names and has lost meanwhile is refused to its node, rightly.
        Assert.Equal([], refused.Where(static e => !e.What.StartsWith("get ", StringComparison.Ordinal) && !e.What.EndsWith("/token", StringComparison.Ordinal)).Select(static e => $"{e.User} {e.What}").Distinct());
    }

    [Theory]
    [InlineData("update persistentvolumes", "yes", true)]
    [InlineData("update persistentvolumeclaims --subresource=status", "yes", true)]
    [InlineData("list secrets --all-namespaces", "no", true)]
    [InlineData("watch endpointslices.discovery.k8s.io --all-namespaces", "yes", false)]
    [InlineData("list secrets --all-namespaces", "no", false)]
    [InlineData("delete endpointslices.discovery.k8s.io -n default", "no", false)]
    public async Task A_node_and_the_DNS_may_do_what_they_are_there_for(string what, string may, bool isNode)
    {
        string[] who = isNode ? ["--as", $"system:node:{cluster.SecondNode}", "--as-group", "system:nodes"] : ["--as", Accounts + "coredns"];
        Assert.Equal(may, (await cluster.ExecuteAsync("/usr/local/lib/kubesharp/bin/kubectl", ["auth", "can-i", .. what.Split(' '), .. who])).Output.Split(' ', '\n')[0]);
    }

    private async Task<List<(string User, string[] Groups, string Code, string What)>> ReadAsync()
    {
        // A deployment for which a controller writes under its own account.
        await cluster.KubectlAsync("create", "deployment", $"who-{Guid.NewGuid():N}", "--image=kubesharp.local/none", "--replicas=0");
        var read = new List<(string, string[], string, string)>();
        await LocalClusterFixture.AwaitAsync(async () =>
        {
            read.Clear();
            // The last line may not be whole yet.
            foreach (var line in (await File.ReadAllTextAsync(cluster.AuditLog)).Split('\n')[..^1])
            {
                var e = Node.Parse(System.Text.Encoding.UTF8.GetBytes(line));
                read.Add((e.TextAt("user", "username") ?? "", [.. (e.At("user", "groups") as ArrayNode ?? ArrayNode.Empty).Select(static g => ((StringNode)g).Value)], $"{e.At("responseStatus", "code")}", $"{e.TextAt("verb")} {e.TextAt("requestURI")}"));
            }
            return read.Exists(static e => e.Item1 == Accounts + "deployment-controller") ? "" : "no controller has asked for anything";
        }, static said => said.Length == 0);
        return read;
    }
}
