using KubeSharp.Cli.Connection;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Tests.Connection;

public class KubeconfigFormTests
{
    [Fact]
    public void What_is_unknown_or_empty_is_left_out_and_what_must_stand_is_put_in()
    {
        var form = KubeconfigForm.Of((ObjectNode)Yaml.Read("contexts: [{name: a}]\nclusters: []\nusers: [{name: u, user: {nope: x, token: '', exec: {command: c}}}]\nnope: 1"));
        Assert.Equal("""{"clusters":null,"contexts":[{"name":"a","context":{"cluster":"","user":""}}],"users":[{"name":"u","user":{"exec":{"command":"c","args":null,"env":null,"provideClusterInfo":false}}}],"current-context":""}""", form.ToString());
    }

    [Theory]
    [InlineData("contexts: {}", "json: cannot unmarshal object into Go struct field Config.contexts of type []v1.NamedContext")]
    [InlineData("contexts: [{name: a, context: {cluster: 1}}]", "json: cannot unmarshal number into Go struct field Context.contexts.context.cluster of type string")]
    [InlineData("users: [{name: a, user: {exec: 1}}]", "json: cannot unmarshal number into Go struct field AuthInfo.users.user.exec of type v1.ExecConfig")]
    [InlineData("users: [3]", "json: cannot unmarshal number into Go struct field Config.users of type v1.NamedAuthInfo")]
    [InlineData("clusters: [{name: a, cluster: {certificate-authority-data: '!'}}]", "illegal base64 data at input byte 0")]
    public void A_field_of_another_form_is_refused(string text, string mistake) => Assert.Equal(mistake, Assert.Throws<FormatException>(() => KubeconfigForm.Of((ObjectNode)Yaml.Read(text))).Message);

    [Theory]
    [InlineData("clusters: [{name: a, cluster: {server: 'http://1'}}, {name: a, cluster: {server: 'http://2', insecure-skip-tls-verify: true}}]", "error converting *[]NamedCluster into *map[string]*api.Cluster: duplicate name \"a\" in list: [{a {http://1  false  []  false []}} {a {http://2  true  []  false []}}]")]
    [InlineData("contexts: [{name: a}, {name: b, context: {cluster: c, user: u}}, {name: a}]", "error converting *[]NamedContext into *map[string]*api.Context: duplicate name \"a\" in list: [{a {   []}} {b {c u  []}} {a {   []}}]")]
    [InlineData("users: [{name: u, user: {token: secret}}, {name: u}]", "error converting *[]NamedAuthInfo into *map[string]*api.AuthInfo: duplicate name \"u\" in list")]
    [InlineData("clusters: [{name: a}, {name: b}]", "")]
    public void A_name_that_stands_twice_is_told(string text, string said) => Assert.Equal(said, KubeconfigForm.Duplicate((ObjectNode)Yaml.Read(text)));

    [Theory]
    [InlineData("set clusters.my.cluster.server https://x", 0, "Property \"clusters.my.cluster.server\" set.")]
    [InlineData("set clusters.x.insecure-skip-tls-verify maybe", 1, "strconv.ParseBool: parsing \"maybe\": invalid syntax")]
    [InlineData("set contexts.a b", 1, "can't set a map to a value: map[]")]
    [InlineData("set users.u.token.x b", 1, "unable to parse one or more field values of users.u.token.x")]
    [InlineData("set nope b", 1, "unable to parse nope after [] at api.Config")]
    [InlineData("unset users.none.token", 1, "current map key `none` is invalid")]
    [InlineData("set-cluster x --embed-certs", 1, "you must specify a --certificate-authority to embed")]
    [InlineData("set-credentials u --exec-interactive-mode=Nope", 1, "invalid interactive mode type, can be only IfAvailable, Never, Always")]
    public async Task Values_are_set_by_name_and_type(string words, int code, string said)
    {
        var folder = Directory.CreateTempSubdirectory("kubeconfig-").FullName;
        try
        {
            using var output = new MemoryStream();
            var error = new StringWriter();
            var ended = await KubeSharp.Cli.Kubectl.RunAsync(["config", .. words.Split(' ')], new MemoryStream(), output, error, name => name switch { "KUBECONFIG" => Path.Combine(folder, "c"), "HOME" => folder, _ => null }, default);
            Assert.Equal(code, ended);
            Assert.Contains(said, System.Text.Encoding.UTF8.GetString(output.ToArray()) + error, StringComparison.Ordinal);
            if (code == 0) { Assert.Contains("name: my.cluster", await File.ReadAllTextAsync(Path.Combine(folder, "c")), StringComparison.Ordinal); }
        }
        finally { Directory.Delete(folder, recursive: true); }
    }
}
