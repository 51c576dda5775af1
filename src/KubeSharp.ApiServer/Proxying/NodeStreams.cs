using System.Net;
using KubeSharp.Api;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>
/// What leads through the server: logs, exec, attach and port-forward of pods to their kubelet, and the proxies of pods, services and nodes.
/// The kubelet speaks the streaming protocol with the client; here bytes pass unread once the upgrade is agreed.
/// </summary>
public sealed class NodeStreams(IObjects objects, KubeletConnections kubelets) : ISubresource
{
    private const int KubeletPort = 10250;

    /// <inheritdoc/>
    public IReadOnlyList<string> Paths { get; } = ["pods/log", "pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "services/proxy", "nodes/proxy"];

    /// <inheritdoc/>
    public Task HandleAsync(RequestScope scope, ResourceDefinition definition, ApiResource version)
    {
        if (IsRootless(scope))
        {
            var request = scope.Http.Request;
            scope.Http.Response.StatusCode = 301;
            scope.Http.Response.Headers.Location = $"{request.PathBase}{request.Path}/{request.QueryString}";
            return Task.CompletedTask;
        }
        // Compat: of a pod that is on no node yet the log is empty.
        if (scope.Info is { Resource: "pods", Subresource: "log" } && OfLog(scope) is not { }) { return Task.CompletedTask; }
        var target = (scope.Info.Resource, scope.Info.Subresource) switch
        {
            ("pods", "log") => OfLog(scope)!,
            ("pods", "exec" or "attach") => OfStream(scope),
            ("pods", "portforward") => OfPortForward(scope),
            ("pods", _) => OfPodProxy(scope),
            ("nodes", _) => OfNodeProxy(scope),
            _ => OfServiceProxy(scope),
        };
        var isToKubelet = scope.Info.Resource == "nodes" || scope.Info.Subresource != "proxy";
        if (scope.Info.Subresource == "proxy" && scope.Info.Rest.Length == 0 && (HttpMethods.IsGet(scope.Http.Request.Method) || HttpMethods.IsHead(scope.Http.Request.Method))) { return RedirectAsync(scope); }
        return isToKubelet ? Relay.SendAsync(scope, target, kubelets) : Relay.SendAsync(scope, target, kubelets.Pods, prefix: Prefix(scope));
    }

    // Relative links of a page need the slash at the end of its path.
    private static Task RedirectAsync(RequestScope scope)
    {
        scope.Http.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        scope.Http.Response.Headers.Location = $"{scope.Http.Request.Path}/{scope.Http.Request.QueryString}";
        return Task.CompletedTask;
    }

    private static string Prefix(RequestScope scope)
    {
        var path = scope.Http.Request.Path.Value!;
        var own = $"/{scope.Info.Name}/{scope.Info.Subresource}";
        return path[..(path.IndexOf(own, StringComparison.Ordinal) + own.Length)];
    }

    // Compat: a page's relative links only lead through the proxy from a path that ends in a slash.
    private static bool IsRootless(RequestScope scope) => scope.Info is { Subresource: "proxy", Rest.Length: 0 }
        && (HttpMethods.IsGet(scope.Http.Request.Method) || HttpMethods.IsHead(scope.Http.Request.Method)) && scope.Http.Request.Headers.Upgrade.Count == 0;

    private Uri? OfLog(RequestScope scope)
    {
        LogOptions.Check(scope);
        var pod = Pod(scope);
        var container = Container(scope, pod, scope.Query("container"));
        if (pod.TextAt("spec", "nodeName") is not { Length: > 0 }) { return null; }
        return Kubelet(NodeOf(scope, pod), $"/containerLogs/{scope.Info.Namespace}/{scope.Info.Name}/{container}", Query(scope, "container"));
    }

    private Uri OfStream(RequestScope scope)
    {
        var pod = Pod(scope);
        var container = Container(scope, pod, scope.Query("container"));
        var node = NodeOf(scope, pod);
        var query = scope.Http.Request.Query;
        if (scope.Info.Subresource == "exec" && query["command"].Count == 0) { throw StatusException.BadRequest("you must specify at least 1 command for the container"); }
        if (!new[] { "stdin", "stdout", "stderr" }.Any(scope.IsAsked)) { throw StatusException.BadRequest("you must specify at least one of stdin, stdout, stderr"); }
        // The kubelet's own names of these parameters.
        var parts = new List<string>();
        foreach (var (from, to) in (ReadOnlySpan<(string, string)>)[("stdin", "input"), ("stdout", "output"), ("stderr", "error"), ("tty", "tty")])
        {
            if (scope.IsAsked(from)) { parts.Add($"{to}=1"); }
        }
        parts.AddRange(query["command"].Select(static c => $"command={Uri.EscapeDataString(c ?? "")}"));
        return Kubelet(node, $"/{scope.Info.Subresource}/{scope.Info.Namespace}/{scope.Info.Name}/{container}", string.Join('&', parts));
    }

    private Uri OfPortForward(RequestScope scope)
    {
        var node = NodeOf(scope, Pod(scope));
        return Kubelet(node, $"/portForward/{scope.Info.Namespace}/{scope.Info.Name}", string.Join('&', scope.Http.Request.Query["ports"].Select(static p => $"port={p}")));
    }

    private Uri OfPodProxy(RequestScope scope)
    {
        var (scheme, name, port) = ProxyName.Parse(scope.Info.Name);
        var pod = objects.Get("pods", scope.Info.Namespace, name) ?? throw StatusException.NotFound("", "pods", name);
        var number = port.Length > 0 ? Port(pod, port) : FirstPort(pod);
        return To(scope, scheme, Address(pod.TextAt("status", "podIP"), $"pod {name}"), number);
    }

    private Uri OfNodeProxy(RequestScope scope)
    {
        var (_, name, port) = ProxyName.Parse(scope.Info.Name);
        var node = objects.Get("nodes", "", name) ?? throw StatusException.NotFound("", "nodes", name);
        var (address, kubeletPort) = KubeletOf(node);
        // Whoever writes a node's status must not lead the server, with its certificate, to its own machine.
        Address(address.ToString(), $"node {name}");
        return port.Length == 0 || port == kubeletPort.ToString(System.Globalization.CultureInfo.InvariantCulture)
            ? To(scope, "https", address, kubeletPort) : To(scope, "http", address, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    }

    private Uri OfServiceProxy(RequestScope scope)
    {
        var (scheme, name, port) = ProxyName.Parse(scope.Info.Name);
        var service = objects.Get("services", scope.Info.Namespace, name) ?? throw StatusException.NotFound("", "services", name);
        var ports = service.At("spec", "ports") as ArrayNode ?? ArrayNode.Empty;
        var found = port.Length == 0 ? ports.Count == 1 ? ports[0] : null : ports.FirstOrDefault(p => p.TextAt("name") == port || p.At("port")?.ToString() == port);
        var portName = (found ?? throw StatusException.ServiceUnavailable($"no service port \"{port}\" found for service \"{name}\"")).TextAt("name") ?? "";
        var choices = objects.List("endpointslices.discovery.k8s.io", scope.Info.Namespace).Where(s => s.TextAt("metadata", "labels", "kubernetes.io/service-name") == name)
            .SelectMany(s => (s.At("ports") as ArrayNode ?? ArrayNode.Empty).Where(p => (p.TextAt("name") ?? "") == portName)
                .SelectMany(p => (s.At("endpoints") as ArrayNode ?? ArrayNode.Empty).Where(static e => e.At("conditions", "ready") is not BooleanNode { Value: false })
                    .Select(e => ((e.At("addresses") as ArrayNode)?[0], p.At("port"))))).ToArray();
        if (choices.Length == 0) { throw StatusException.ServiceUnavailable($"no endpoints available for service \"{name}\""); }
        var (address, number) = choices[Random.Shared.Next(choices.Length)];
        return To(scope, scheme, Address((address as StringNode)?.Value, $"service {name}"), (int)((NumberNode)number!).Integer);
    }

    private ObjectNode Pod(RequestScope scope) => objects.Get("pods", scope.Info.Namespace, scope.Info.Name) ?? throw StatusException.NotFound("", "pods", scope.Info.Name);

    private ObjectNode NodeOf(RequestScope scope, ObjectNode pod)
    {
        if (pod.TextAt("spec", "nodeName") is not { Length: > 0 } name) { throw StatusException.BadRequest($"pod {scope.Info.Name} does not have a host assigned"); }
        return objects.Get("nodes", "", name) ?? throw StatusException.NotFound("", "nodes", name);
    }

    // Compat: init containers are named to choose from too.
    private static string Container(RequestScope scope, ObjectNode pod, string asked)
    {
        var all = new[] { "containers", "initContainers", "ephemeralContainers" }.SelectMany(f => pod.At("spec", f) as ArrayNode ?? ArrayNode.Empty).Select(static c => c.TextAt("name") ?? "").ToArray();
        var containers = pod.At("spec", "containers") as ArrayNode ?? ArrayNode.Empty;
        if (asked.Length > 0) { return all.Contains(asked) ? asked : throw StatusException.BadRequest($"container {asked} is not valid for pod {scope.Info.Name}"); }
        if (containers.Count == 1) { return all[0]; }
        var early = pod.At("spec", "initContainers") as ArrayNode ?? ArrayNode.Empty;
        throw StatusException.BadRequest($"a container name must be specified for pod {scope.Info.Name}, choose one of: [{Named(containers)}]{(early.Count > 0 ? $" or one of the init containers: [{Named(early)}]" : "")}");

        static string Named(ArrayNode list) => string.Join(' ', list.Select(static c => c.TextAt("name")));
    }

    private static Uri Kubelet(ObjectNode node, string path, string query)
    {
        var (address, port) = KubeletOf(node);
        return new UriBuilder("https", address.ToString(), port, path) { Query = query }.Uri;
    }

    private static (IPAddress Address, int Port) KubeletOf(ObjectNode node)
    {
        var internalIp = (node.At("status", "addresses") as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(static a => a.TextAt("type") == "InternalIP")?.TextAt("address");
        // A node may be on the machine itself, so here loopback is no stranger.
        if (!IPAddress.TryParse(internalIp, out var address)) { throw StatusException.ServiceUnavailable($"node {node.TextAt("metadata", "name")} has no InternalIP address"); }
        return (address, (int)((node.At("status", "daemonEndpoints", "kubeletEndpoint", "Port") as NumberNode)?.Integer ?? KubeletPort));
    }

    private static Uri To(RequestScope scope, string scheme, IPAddress address, int port)
    {
        var host = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        return new Uri($"{(scheme.Length == 0 ? "http" : scheme)}://{host}:{port}{(scope.Info.Rest.Length == 0 ? "/" : scope.Info.Rest)}{scope.Http.Request.QueryString}");
    }

    // Pods cannot lead the server to itself or to link-local services of the machine.
    private static IPAddress Address(string? text, string whose)
    {
        if (!IPAddress.TryParse(text, out var address)) { throw StatusException.ServiceUnavailable($"{whose} has no address"); }
        return Webhooks.ServiceAddresses.IsForbidden(address) ? throw StatusException.Forbidden("", "", "", $"address {address} of {whose} is not allowed") : address;
    }

    private static int FirstPort(ObjectNode pod) =>
        (pod.At("spec", "containers") as ArrayNode ?? ArrayNode.Empty).SelectMany(static c => c.At("ports") as ArrayNode ?? ArrayNode.Empty).Select(static p => (int)((p.At("containerPort") as NumberNode)?.Integer ?? 0)).FirstOrDefault(80);

    private static int Port(ObjectNode pod, string port)
    {
        if (int.TryParse(port, out var number)) { return number; }
        var named = (pod.At("spec", "containers") as ArrayNode ?? ArrayNode.Empty).SelectMany(static c => c.At("ports") as ArrayNode ?? ArrayNode.Empty).FirstOrDefault(p => p.TextAt("name") == port);
        return (int)((named?.At("containerPort") as NumberNode)?.Integer ?? throw StatusException.BadRequest($"no port {port} in the pod"));
    }

    private static string Query(RequestScope scope, string but) =>
        string.Join('&', scope.Http.Request.Query.Where(q => q.Key != but).SelectMany(static q => q.Value.Select(v => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(v ?? "")}")));
}
