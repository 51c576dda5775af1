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
    [InlineData("set image b=c --local", "error: you must specify resources by --filename when --local is set.")]
    public async Task What_cannot_be_meant_is_refused(string words, string said)
    {
        using var output = new MemoryStream();
        var error = new StringWriter();
        var code = await Kubectl.RunAsync(["--server=https://127.0.0.1:1", "--token=t", .. words.Split(' '), "--dry-run=client"], new MemoryStream(), output, error, static name => name == "HOME" ? "/nonexistent" : null, default);
        Assert.Equal((1, said), (code, error.ToString().Split('\n')[0]));
    }
}
