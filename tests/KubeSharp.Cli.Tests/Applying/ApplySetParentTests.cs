using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Applying;

public sealed class ApplySetParentTests
{
    private static readonly ResourceType _secrets = new("", "v1", "secrets", "Secret", true) { Verbs = ["list"] };
    private static readonly ResourceType _deployments = new("apps", "v1", "deployments", "Deployment", true) { Verbs = ["list"] };
    private static readonly ResourceItem _parent = new(_secrets, "ns", "my-set", ObjectNode.Empty);

    [Fact]
    public void What_is_written_to_the_parent_passes_the_check_of_the_next_time()
    {
        var content = ApplySetParent.Content(_parent, [_deployments, _secrets, _deployments], ["other", "ns"]);
        ApplySetParent.Check(content, _parent);
        Assert.Equal("Deployment.apps,Secret", content.TextAt("metadata", "annotations", "applyset.kubernetes.io/contains-group-kinds"));
        Assert.Equal("other", content.TextAt("metadata", "annotations", "applyset.kubernetes.io/additional-namespaces"));
        Assert.Equal([_deployments, _secrets], ApplySetParent.TypesOf(content, _parent, [_secrets, _deployments]));
        Assert.Equal(["other", "ns"], ApplySetParent.NamespacesOf(content, _parent));
    }

    [Theory]
    [InlineData("""{"metadata":{}}""", "already exists and is missing required annotation")]
    [InlineData("""{"metadata":{"annotations":{"applyset.kubernetes.io/tooling":"helm/v3"}}}""", "is managed by tooling \"helm\" instead of \"kubectl\"")]
    [InlineData("""{"metadata":{"annotations":{"applyset.kubernetes.io/tooling":"kubectl/v1.27"}}}""", "does not have required label applyset.kubernetes.io/id")]
    [InlineData("""{"metadata":{"annotations":{"applyset.kubernetes.io/tooling":"kubectl/v1.27"},"labels":{"applyset.kubernetes.io/id":"x"}}}""", "has incorrect value for label")]
    public void A_parent_of_another_tool_or_set_is_refused(string live, string message) => Assert.Contains(message, Assert.Throws<CliException>(() => ApplySetParent.Check(Node.Parse(live), _parent)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_id_is_made_of_name_namespace_kind_and_group() => Assert.Equal("applyset-vHC6IGjAhkjqJhRVJM5hDJzYIQz2UNU5O2Yf6FPmL5A-v1".Length, ApplySetParent.IdOf(_parent).Length);
}
