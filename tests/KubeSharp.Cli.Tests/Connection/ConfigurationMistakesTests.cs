using KubeSharp.Cli.Connection;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Tests.Connection;

/// <summary>What upstream's kubectl v1.36 says of kubeconfigs that cannot be used.</summary>
public sealed class ConfigurationMistakesTests
{
    private const string Exec = "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: c";

    [Theory]
    [InlineData("{}", "{token: t, exec: {" + Exec + "}}", "")]
    [InlineData("{}", "{token: t, password: p}", "more than one authentication method found for u; found [token basicAuth], only one is allowed")]
    [InlineData("{}", "{as-groups: [g]}", "requesting uid, groups or user-extra for u without impersonating a user")]
    [InlineData("{}", "{as: a, as-user-extra: {k: [v]}}", "")]
    [InlineData("{proxy-url: 'ftp://h'}", "{}", "invalid 'proxy-url' \"ftp://h\" for cluster \"c\": unsupported scheme \"ftp\", must be http, https, or socks5")]
    [InlineData("{proxy-url: ':'}", "{}", "invalid 'proxy-url' \":\" for cluster \"c\": could not parse: :")]
    [InlineData("{proxy-url: 'socks5://h:1'}", "{}", "")]
    [InlineData("{}", "{auth-provider: {name: oidc}, exec: {" + Exec + "}}", "authProvider cannot be provided in combination with an exec plugin for u")]
    [InlineData("{}", "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: c}}", "")]
    [InlineData("{certificate-authority: /none/ca}", "{client-certificate: /none/crt, exec: {interactiveMode: x, env: [{value: v}]}}",
        "Error in configuration: \n* client-key-data or client-key must be specified for u to use the clientCert authentication method.\n* unable to read client-cert /none/crt for u due to open /none/crt: no such file or directory\n"
        + "* command must be specified for u to use exec authentication plugin\n* apiVersion must be specified for u to use exec authentication plugin\n* env variable name must be specified for u to use exec authentication plugin\n"
        + "* invalid interactiveMode for u: \"x\"\n* unable to read certificate-authority /none/ca for c due to open /none/ca: no such file or directory")]
    public void All_mistakes_are_told_together(string cluster, string user, string message)
    {
        void Check() => ConfigurationMistakes.Refuse((ObjectNode)Yaml.Read(cluster), "c", (ObjectNode)Yaml.Read(user), "u", "");
        if (message.Length == 0) { Check(); }
        else { Assert.Equal(message, Assert.Throws<CliException>(Check).Message); }
    }
}
