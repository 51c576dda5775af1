using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Proxying;

/// <summary>What is answered to streams and logs before any kubelet is spoken to, in upstream's order: options, pod, container, node.</summary>
public sealed class NodeStreamsTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Choose = "a container name must be specified for pod p, choose one of: [a b] or one of the init containers: [i]";

    [Theory]
    [InlineData("none/log?tailLines=-1", 422, "PodLogOptions \"none\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("none/log?tailLines=x", 400, "strconv.ParseInt: parsing \"x\": invalid syntax")]
    [InlineData("none/log?limitBytes=0", 422, "PodLogOptions \"none\" is invalid: limitBytes: Invalid value: 0: must be greater than 0")]
    [InlineData("none/log?sinceSeconds=0", 422, "PodLogOptions \"none\" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData("none/log", 404, "pods \"none\" not found")]
    [InlineData("p/log", 400, Choose)]
    [InlineData("p/log?container=x", 400, "container x is not valid for pod p")]
    [InlineData("p/exec?container=x&command=ls&stdout=1", 400, "container x is not valid for pod p")]
    [InlineData("p/attach?stdout=1", 400, Choose)]
    [InlineData("p/exec?container=a&command=ls&stdout=1", 400, "pod p does not have a host assigned")]
    [InlineData("p/portforward", 400, "pod p does not have a host assigned")]
    public async Task The_container_is_looked_for_before_the_node(string path, int wanted, string message)
    {
        await MakeAsync();
        var (code, answer) = await cluster.Server.SendAsync("GET", "/api/v1/namespaces/default/pods/" + path);
        Assert.Equal((wanted, message), (code, answer.TextAt("message")));
    }

    [Fact]
    public async Task The_log_of_a_pod_that_is_on_no_node_is_empty()
    {
        await MakeAsync();
        using var response = await cluster.Server.Client.GetAsync(new Uri("/api/v1/namespaces/default/pods/p/log?container=a", UriKind.Relative));
        Assert.Equal((200, ""), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    private async Task MakeAsync()
    {
        await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"} }""");
        var made = await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"i"},{"name":"b","image":"i"}],"initContainers":[{"name":"i","image":"i"}]}}""");
        Assert.Contains(made.Code, (int[])[201, 409]);
    }
}
