using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Proxying;

/// <summary>What is answered to streams and logs before any kubelet is spoken to, in upstream's order: options, pod, container, node.</summary>
public sealed class NodeStreamsTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Choose = "a container name must be specified for pod p, choose one of: [i a b]";

    [Theory]
    [InlineData("none/log?tailLines=-1", 422, "PodLogOptions \"none\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("none/log?tailLines=x", 400, "strconv.ParseInt: parsing \"x\": invalid syntax")]
    [InlineData("none/log?limitBytes=0", 422, "PodLogOptions \"none\" is invalid: limitBytes: Invalid value: 0: must be greater than 0")]
    [InlineData("none/log?sinceSeconds=0", 422, "PodLogOptions \"none\" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0")]
    [InlineData("none/log?stream=Stdout&limitBytes=0", 422, "PodLogOptions \"none\" is invalid: [limitBytes: Invalid value: 0: must be greater than 0, stream: Forbidden: may not be specified]")]
    [InlineData("none/log", 404, "pods \"none\" not found")]
    [InlineData("p/log", 400, Choose)]
    [InlineData("p/log?container=x", 400, "container x is not valid for pod p")]
    [InlineData("p/exec?container=x&command=ls&stdout=1", 400, "container x is not valid for pod p")]
    [InlineData("p/attach?stdout=1", 400, Choose)]
    [InlineData("p/exec?container=a&command=ls&stdout=1", 400, "pod p does not have a host assigned")]
    [InlineData("none/portforward?ports=80,x", 400, "cannot convert to []int32: strconv.ParseUint: parsing \"x\": invalid syntax")]
    [InlineData("none/portforward?ports=65536", 400, "cannot convert to []int32: strconv.ParseUint: parsing \"65536\": value out of range")]
    [InlineData("placed/exec?command=ls", 400, "Upgrade request required")]
    [InlineData("placed/portforward", 400, "Upgrade request required")]
    [InlineData("a:b:c:d/proxy/", 400, "invalid pod request \"a:b:c:d\"")]
    [InlineData("ftp:p:80/proxy/", 400, "invalid pod request \"ftp:p:80\"")]
    [InlineData(":80/proxy", 400, "invalid pod request \":80\"")]
    [InlineData("none:80/proxy", 404, "pods \"none\" not found")]
    [InlineData("p:80/proxy/", 400, "address not allowed")]
    [InlineData("p/portforward", 400, "pod p does not have a host assigned")]
    public async Task The_container_is_looked_for_before_the_node(string path, int wanted, string message)
    {
        await MakeAsync();
        var (code, answer) = await cluster.Server.SendAsync("GET", "/api/v1/namespaces/default/pods/" + path);
        Assert.Equal((wanted, message), (code, answer.TextAt("message")));
    }

    [Theory]
    [InlineData("none", 404, "endpoints \"none\" not found")]
    [InlineData("none:80", 404, "services \"none\" not found")]
    [InlineData("a:b:c:d", 400, "invalid service request \"a:b:c:d\"")]
    [InlineData("s:81", 503, "no service port 81 found for service \"s\"")]
    [InlineData("s:odd", 503, "no endpoints available for service \"s:odd\"")]
    [InlineData("s:80", 503, "no endpoints available for service \"s:80\"")]
    [InlineData("empty:web", 503, "no endpoints available for service \"empty\"")]
    public async Task A_service_is_found_by_its_ports_name_and_leads_to_pods_only(string name, int wanted, string message)
    {
        await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/services", """{"metadata":{"name":"s"},"spec":{"ports":[{"name":"web","port":80}]}}""");
        await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/endpoints", """{"metadata":{"name":"s"},"subsets":[{"addresses":[{"ip":"192.0.2.1"}],"ports":[{"name":"web","port":8080}]}]}""");
        await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/endpoints", """{"metadata":{"name":"empty"}}""");
        var (code, answer) = await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/default/services/{name}/proxy/");
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
        await cluster.Server.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"n"}}""");
        await cluster.Server.SendAsync("PATCH", "/api/v1/nodes/n/status", """{"status":{"addresses":[{"type":"InternalIP","address":"192.0.2.9"}]}}""", "application/merge-patch+json");
        await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/pods", """{"metadata":{"name":"placed"},"spec":{"nodeName":"n","containers":[{"name":"a","image":"i"}]}}""");
    }
}
