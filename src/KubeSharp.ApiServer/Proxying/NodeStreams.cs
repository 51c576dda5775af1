using System.Globalization;
using System.Net;
using KubeSharp.Api;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

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
        if (scope.Info is { Resource: "pods", Subresource: "exec" or "attach" or "portforward" } && scope.Http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }) { throw StatusException.BadRequest("Upgrade request required"); }
        if (IsRootless(scope)) { return RedirectAsync(scope); }
        return isToKubelet ? Relay.SendAsync(scope, target, kubelets) : Relay.SendAsync(scope, target, kubelets.Pods, prefix: Prefix(scope));
    }

    private static Task RedirectAsync(RequestScope scope)
    {
        scope.Http.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        scope.Http.Response.Headers.Location = $"{scope.Http.Request.PathBase}{scope.Http.Request.Path}/{scope.Http.Request.QueryString}";
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
        var ports = PortNumbers(scope.Http.Request.Query["ports"]);
        var node = NodeOf(scope, Pod(scope));
        return Kubelet(node, $"/portForward/{scope.Info.Namespace}/{scope.Info.Name}", ports.Length == 0 ? "" : $"port={string.Join(',', ports)}");
    }

    private static ushort[] PortNumbers(IEnumerable<string?> asked) => [.. asked.SelectMany(static p => (p ?? "").Split(',')).Select(static p => ushort.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port
        : throw StatusException.BadRequest($"cannot convert to []int32: strconv.ParseUint: parsing {QuotedText.Go(p)}: {(p.Length > 0 && p.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax")}"))];

    private Uri OfPodProxy(RequestScope scope)
    {
        var (scheme, name, port) = ProxyName.Parse(scope.Info.Name, "pod");
        var pod = objects.Get("pods", scope.Info.Namespace, name) ?? throw StatusException.NotFound("", "pods", name);
        if (port.Length == 0) { port = FirstPort(pod); }
        return To(scope, scheme, Address(pod.Object("status").Items("podIPs").FirstOrDefault().Text("ip") is { Length: > 0 } first ? first : pod.TextAt("status", "podIP")), port);
    }

    private Uri OfNodeProxy(RequestScope scope)
    {
        var (scheme, name, port) = ProxyName.Parse(scope.Info.Name, "node");
        var node = objects.Get("nodes", "", name) ?? throw StatusException.NotFound("", "nodes", name);
        var (address, kubeletPort) = KubeletOf(node);
        // Whoever writes a node's status must not lead the server, with its certificate, to its own machine.
        Address(address.ToString());
        var own = kubeletPort.ToString(CultureInfo.InvariantCulture);
        return port.Length == 0 || port == own ? To(scope, "https", address, own) : To(scope, scheme, address, port);
    }

    // Compat: a port that is not named is the one without a name, and only what leads to a pod is led to.
    private Uri OfServiceProxy(RequestScope scope)
    {
        var (scheme, name, port) = ProxyName.Parse(scope.Info.Name, "service");
        if (long.TryParse(port, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) { port = PortName(scope, name, number); }
        var subsets = (objects.Get("endpoints", scope.Info.Namespace, name) ?? throw StatusException.NotFound("", "endpoints", name)).Items("subsets");
        if (subsets.Count == 0) { throw StatusException.ServiceUnavailable($"no endpoints available for service \"{name}\""); }
        var choices = subsets.SelectMany(s => s.Items("ports").Where(p => p.Text("name") == port).Take(1).SelectMany(p => s.Items("addresses").Where(a => IsOfPod(scope, a)).Select(a => (Ip: a.Text("ip"), Port: p.Number("port") ?? 0)))).ToArray();
        if (choices.Length == 0) { throw StatusException.ServiceUnavailable($"no endpoints available for service \"{scope.Info.Name}\""); }
        var chosen = choices[Random.Shared.Next(choices.Length)];
        return To(scope, scheme, Address(chosen.Ip), chosen.Port.ToString(CultureInfo.InvariantCulture));
    }

    private string PortName(RequestScope scope, string name, long number)
    {
        var service = objects.Get("services", scope.Info.Namespace, name) ?? throw StatusException.NotFound("", "services", name);
        var found = service.Object("spec").Items("ports").FirstOrDefault(p => p.Number("port") == number) ?? throw StatusException.ServiceUnavailable($"no service port {number} found for service \"{name}\"");
        return found.Text("name");
    }

    private bool IsOfPod(RequestScope scope, Node address)
    {
        var target = (address as ObjectNode).Object("targetRef");
        return target.Text("namespace") == scope.Info.Namespace && objects.Get("pods", scope.Info.Namespace, target.Text("name")) is { } pod && pod.Object("status").Items("podIPs").Any(i => i.Text("ip") == address.Text("ip"));
    }

    private ObjectNode Pod(RequestScope scope) => objects.Get("pods", scope.Info.Namespace, scope.Info.Name) ?? throw StatusException.NotFound("", "pods", scope.Info.Name);

    private ObjectNode NodeOf(RequestScope scope, ObjectNode pod)
    {
        if (pod.TextAt("spec", "nodeName") is not { Length: > 0 } name) { throw StatusException.BadRequest($"pod {scope.Info.Name} does not have a host assigned"); }
        return objects.Get("nodes", "", name) ?? throw StatusException.NotFound("", "nodes", name);
    }

    // Compat: what runs before the containers is named first to choose from.
    private static string Container(RequestScope scope, ObjectNode pod, string asked)
    {
        string[] all = [.. new[] { "initContainers", "containers", "ephemeralContainers" }.SelectMany(f => pod.Object("spec").Items(f)).Select(static c => c.Text("name"))];
        if (asked.Length > 0) { return all.Contains(asked) ? asked : throw StatusException.BadRequest($"container {asked} is not valid for pod {scope.Info.Name}"); }
        var containers = pod.Object("spec").Items("containers");
        return containers.Count == 1 ? containers[0].Text("name") : throw StatusException.BadRequest($"a container name must be specified for pod {scope.Info.Name}, choose one of: [{string.Join(' ', all)}]");
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
        if (!IPAddress.TryParse(internalIp, out var address))
        {
            // Compat: an error that upstream does not foresee, printed as Go prints lists.
            var known = string.Join(' ', node.Object("status").Items("addresses").Select(static a => $"{{{a.Text("type")} {a.Text("address")}}}"));
            throw new StatusException(new Status(500, StatusReason.Unknown, $"no preferred addresses found; known addresses: [{known}]"));
        }
        return (address, (int)((node.At("status", "daemonEndpoints", "kubeletEndpoint", "Port") as NumberNode)?.Integer ?? KubeletPort));
    }

    // Compat: a port may be called by the name of what is commonly there.
    private static Uri To(RequestScope scope, string scheme, IPAddress address, string port)
    {
        if (scheme.Length == 0) { scheme = "http"; }
        var host = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        if (port is "" or "http" or "https") { port = (port.Length == 0 ? scheme : port) == "https" ? "443" : "80"; }
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)) { throw StatusException.ServiceUnavailable($"error trying to reach service: dial tcp: {(port.All(char.IsAsciiDigit) ? $"address {port}: invalid port" : $"lookup tcp/{port}: unknown port")}"); }
        return new Uri($"{scheme}://{host}:{port}{(scope.Info.Rest.Length == 0 ? "/" : new PathString(scope.Info.Rest).ToUriComponent())}{scope.Http.Request.QueryString}");
    }

    // Pods cannot lead the server to itself or to link-local services of the machine.
    private static IPAddress Address(string? text) =>
        IPAddress.TryParse(text, out var address) && !Webhooks.ServiceAddresses.IsForbidden(address) ? address : throw StatusException.BadRequest("address not allowed");

    private static string FirstPort(ObjectNode pod) =>
        pod.Object("spec").Items("containers").Select(static c => c.Items("ports")).FirstOrDefault(static p => p.Count > 0)?[0].Number("containerPort")?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Query(RequestScope scope, string but) =>
        string.Join('&', scope.Http.Request.Query.Where(q => q.Key != but).SelectMany(static q => q.Value.Select(v => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(v ?? "")}")));
}
