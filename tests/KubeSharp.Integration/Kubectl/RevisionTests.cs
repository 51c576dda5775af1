using KubeSharp.Integration.Tests.Cluster;

namespace KubeSharp.Integration.Tests.Kubectl;

/// <summary>Revisions that the controllers write are, byte for byte, what kubectl makes of the template: it finds that nothing is to be undone.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RevisionTests(LocalClusterFixture cluster)
{
    private const string Namespace = "revisions";

    [Theory]
    [InlineData("daemonset.yaml", "daemonset/bind")]
    [InlineData("statefulset.yaml", "statefulset/nginx")]
    public async Task Undoing_to_the_first_revision_right_after_creation_is_skipped(string file, string workload)
    {
        var ns = $"{Namespace}-{Path.GetFileNameWithoutExtension(file)}";
        await cluster.KubectlAsync("create", "namespace", ns);
        try
        {
            await cluster.KubectlAsync("-n", ns, "apply", "-f", Path.Combine(LocalClusterFixture.Root, "tests/KubeSharp.Integration/Kubectl/scripts/objects", file));
            await LocalClusterFixture.AwaitAsync(() => cluster.KubectlAsync("-n", ns, "get", "controllerrevisions", "-o", "jsonpath={.items[*].revision}"), static said => said == "1");
            Assert.Contains("skipped rollback (current template already matches revision 1)", await cluster.KubectlAsync("-n", ns, "rollout", "undo", workload, "--to-revision=1"), StringComparison.Ordinal);
        }
        finally { await cluster.KubectlAsync("delete", "namespace", ns, "--wait=false"); }
    }
}
