namespace KubeSharp.Cli.Tests.Commands;

/// <summary>What is said without asking a server. Source: the stock kubectl's lines.</summary>
public sealed class OfflineTests
{
    [Theory]
    [InlineData("run p --image=a --port=x", "error: strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("run p --image=a --port=99999999999999999999", "error: strconv.Atoi: parsing \"99999999999999999999\": value out of range")]
    [InlineData("run p --image=a --overrides={", "error: Invalid JSON Patch")]
    [InlineData("run p --image=a --overrides={} --override-type=nope", "error: invalid override type: nope")]
    [InlineData("create clusterrole r --verb=get --non-resource-url=x", "error: nonResourceURL should start with /")]
    [InlineData("create ingress i --default-backend=s", "error: default-backend should be in format servicename:serviceport")]
    [InlineData("create ingress i --rule=a/b=c:1 --annotation=x", "error: annotation x is invalid and should be in format key=[value]")]
    [InlineData("create quota q --hard=pods=x", "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("create configmap c --profile=nope", "error: unknown profile 'nope'")]
    [InlineData("create clusterrolebinding b --profile=nope", "error: unknown profile 'nope'")]
    [InlineData("create configmap c --log-flush-frequency=5", "error: invalid argument \"5\" for \"--log-flush-frequency\" flag: parse error")]
    [InlineData("create configmap c --vmodule=x", "error: invalid argument \"x\" for \"--vmodule\" flag: syntax error: expect comma-separated list of filename=N")]
    [InlineData("create configmap c --vmodule=a=1,b=-1", "error: invalid argument \"a=1,b=-1\" for \"--vmodule\" flag: negative value for vmodule level")]
    [InlineData("set image b=c --local", "error: you must specify resources by --filename when --local is set.")]
    public async Task What_cannot_be_meant_is_refused(string words, string said)
    {
        using var output = new MemoryStream();
        var error = new StringWriter();
        var code = await Kubectl.RunAsync(["--server=https://127.0.0.1:1", "--token=t", .. words.Split(' '), "--dry-run=client"], new MemoryStream(), output, error, static name => name == "HOME" ? "/nonexistent" : null, default);
        Assert.Equal((1, said), (code, error.ToString().Split('\n')[0]));
    }

    [Theory]
    [InlineData("Foo/Bar:x", "name: Bar$")]
    [InlineData("registry:5000/a/b@sha256:00", "name: b$")]
    [InlineData("a/b_c.d:1", "name: b-c-d-[a-z0-9]{5}$")]
    public async Task A_container_is_called_like_its_image(string image, string name)
    {
        using var output = new MemoryStream();
        var error = new StringWriter();
        var code = await Kubectl.RunAsync(["--server=https://127.0.0.1:1", "--token=t", "create", "deployment", "d", $"--image={image}", "--dry-run=client", "-o", "yaml"], new MemoryStream(), output, error, static variable => variable == "HOME" ? "/nonexistent" : null, default);
        Assert.Equal((0, ""), (code, error.ToString()));
        Assert.Matches(new System.Text.RegularExpressions.Regex(name, System.Text.RegularExpressions.RegexOptions.Multiline), System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    [Theory]
    [InlineData("say \"x\"")]
    [InlineData("'a'")]
    [InlineData("\"")]
    public async Task A_value_keeps_its_quotes(string value)
    {
        using var output = new MemoryStream();
        var error = new StringWriter();
        var code = await Kubectl.RunAsync(["--server=https://127.0.0.1:1", "--token=t", "create", "configmap", "c", $"--from-literal=a={value}", "--dry-run=client", "-o", "jsonpath={.data.a}"], new MemoryStream(), output, error, static variable => variable == "HOME" ? "/nonexistent" : null, default);
        Assert.Equal((0, value), (code, System.Text.Encoding.UTF8.GetString(output.ToArray())));
    }
}
