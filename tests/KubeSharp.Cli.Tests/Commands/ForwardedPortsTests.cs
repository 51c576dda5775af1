using KubeSharp.Cli.Commands;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Commands;

public sealed class ForwardedPortsTests
{
    private static readonly Node _pod = Node.Parse("""{"metadata":{"name":"two"},"spec":{"containers":[{"ports":[{"name":"web","containerPort":8080},{"name":"udp","containerPort":53,"protocol":"UDP"}]},{"name":"b"}]}}""");
    private static readonly Node _service = Node.Parse("""
        {"metadata":{"name":"web"},"spec":{"clusterIP":"10.96.0.9","ports":[{"name":"http","port":80,"targetPort":8080},{"name":"named","port":81,"targetPort":"web"},{"name":"nonesuch","port":82,"targetPort":"zork"},{"name":"u","port":53,"targetPort":53,"protocol":"UDP"}]}}
        """);
    private static readonly Node _headless = Node.Parse("""{"metadata":{"name":"headless"},"spec":{"clusterIP":"None","ports":[{"name":"http","port":80,"targetPort":8080}]}}""");

    // What the stock kubectl said of the same words, pods and services.
    [Theory]
    [InlineData("pod", "8080", "{8080 8080}")]
    [InlineData("pod", "web", "{8080 8080}")]
    [InlineData("pod", "9000:web", "{9000 8080}")]
    [InlineData("pod", ":web", "{0 8080}")]
    [InlineData("pod", "0:8080", "{0 8080}")]
    [InlineData("pod", "1:2:3", "{1 1}")]
    [InlineData("pod", "nope", "Pod 'two' does not have a named port 'nope'")]
    [InlineData("pod", "80:", "Pod 'two' does not have a named port ''")]
    [InlineData("pod", "53", "UDP protocol is not supported for 53")]
    [InlineData("pod", "1:udp", "UDP protocol is not supported for udp")]
    [InlineData("pod", "0", "remote port must be > 0")]
    [InlineData("pod", "70000", "error parsing local port '70000': strconv.ParseUint: parsing \"70000\": value out of range")]
    [InlineData("pod", "1:70000", "error parsing remote port '70000': strconv.ParseUint: parsing \"70000\": value out of range")]
    [InlineData("pod", "x:80", "error parsing local port 'x': strconv.ParseUint: parsing \"x\": invalid syntax")]
    [InlineData("pod", "-1", "error parsing local port '-1': strconv.ParseUint: parsing \"-1\": invalid syntax")]
    [InlineData("service", "80", "{80 8080}")]
    [InlineData("service", "http", "{80 8080}")]
    [InlineData("service", "9000:named", "{9000 8080}")]
    [InlineData("service", "99", "Service web does not have a service port 99")]
    [InlineData("service", "8080", "Service web does not have a service port 8080")]
    [InlineData("service", "nope", "Service 'web' does not have a named port 'nope'")]
    [InlineData("service", "82", "Pod 'two' does not have a named port 'zork'")]
    [InlineData("service", "53", "UDP protocol is not supported for 53")]
    [InlineData("headless", "80", "{80 80}")]
    public void Words_mean_what_they_mean_upstream(string of, string word, string said) => Assert.Equal(said, Said(word, of == "service" ? _service : of == "headless" ? _headless : null));

    private static string Said(string word, Node? service)
    {
        try { return Assert.Single(ForwardedPorts.Of(ForwardedPorts.Resolved([word], _pod, service))).ToString(); }
        catch (CliException e) { return e.Message; }
    }
}
