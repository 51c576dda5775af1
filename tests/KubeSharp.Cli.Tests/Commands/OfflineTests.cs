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
    [InlineData("create quota q --hard=pods=1=2", "error: Invalid argument syntax pods=1=2, expected <resource>=<value>")]
    [InlineData("create rolebinding b --group=g -o nope", "error: unable to match a printer suitable for the output format \"nope\", allowed formats are: go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml")]
    [InlineData("create namespace ", "error: name must be specified")]
    [InlineData("set image b=c --local", "error: You must provide one or more resources by argument or filename.")]
    [InlineData("create service externalname n --external-name=", "error: invalid service external name ")]
    [InlineData("create service externalname n --external-name=a_b", "error: invalid service external name a_b")]
    [InlineData("create quota --hard=x", "error: exactly one NAME is required, got 0")]
    [InlineData("create secret generic --from-file=nofile", "error: exactly one NAME is required, got 0")]
    [InlineData("create priorityclass n --value=99999999999", "error: invalid argument \"99999999999\" for \"--value\" flag: strconv.ParseInt: parsing \"99999999999\": value out of range")]
    [InlineData("create ingress i --rule=h/=s: --default-backend=s", "error: rule h/=s: is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]")]
    [InlineData("run n --image=", "error: --image is required")]
    [InlineData("run n --image=i --labels==b", "error: unexpected empty label key")]
    [InlineData("run n --image=i --labels=a=b=c", "error: unexpected label spec: a=b=c")]
    [InlineData("delete p x --cascade=x", "error: invalid cascade value (x). Must be \"background\", \"foreground\", or \"orphan\"")]
    [InlineData("delete p x --now --grace-period=-2", "error: --now and --grace-period cannot be specified together")]
    [InlineData("replace --cascade=x", "error: invalid cascade value (x). Must be \"background\", \"foreground\", or \"orphan\"")]
    [InlineData("replace --force -f x", "error: --dry-run can not be used when --force is set")]
    [InlineData("apply -f x --subresource=status", "error: --subresource can only be specified for --server-side")]
    [InlineData("apply -k x -R", "error: the -k flag can't be used with -f or -R")]
    [InlineData("apply -f nofile -f other", "the path \"nofile\" does not exist")]
    [InlineData("label p x =y", "error: at least one label update is required")]
    [InlineData("label p x a=b =y", "error: all resources must be specified before label changes: =y")]
    [InlineData("label p x a=b a-", "error: can not both modify and remove a label in the same command")]
    [InlineData("annotate p x a=b --list -o yaml", "error: --list and --output may not be specified together")]
    [InlineData("label p x a=b --local", "error: can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set")]
    [InlineData("set env A=b --local", "error: one or more resources must be specified as <resource> <name> or <resource>/<name>")]
    [InlineData("set image d/x c=i =x", "error: all resources must be specified before image changes: =x")]
    [InlineData("patch p x -p  --type=x", "error: must specify --patch or --patch-file containing the contents of the patch")]
    [InlineData("patch p x -p {} --local", "error: cannot specify --local and server resources")]
    [InlineData("scale d x --replicas=1 --current-replicas=-2", "error: The --current-replicas must specify an integer of -1 or greater")]
    [InlineData("set image d/x b=c --local", "error: you must specify resources by --filename when --local is set.")]
    public async Task What_cannot_be_meant_is_refused(string words, string said)
    {
        using var output = new MemoryStream();
        var error = new StringWriter();
        var code = await Kubectl.RunAsync(["--server=https://127.0.0.1:1", "--token=t", .. words.Split(' '), "--dry-run=client"], new MemoryStream(), output, error, static name => name == "HOME" ? "/nonexistent" : null, default);
        Assert.Equal((1, said), (code, error.ToString().Split('\n')[0]));
    }

    // Compat: a file that says the same afterwards is left as it is; one that is written has its entries by name.
    [Theory]
    [InlineData("set preferences.colors false", "users: []\nkind: Config\n", null)]
    [InlineData("unset users.zz", "users:\n- name: c\n", null)]
    [InlineData("set-cluster a --server=s", "clusters:\n- name: b\nkind: Config\nkind: Config\n", "apiVersion: v1\nclusters:\n- cluster:\n    server: s\n  name: a\n- cluster:\n    server: \"\"\n  name: b\ncontexts: null\ncurrent-context: \"\"\nkind: Config\nusers: null\n")]
    public async Task A_kubeconfig_is_written_where_it_changes(string words, string before, string? after)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, before);
            var error = new StringWriter();
            var code = await Kubectl.RunAsync(["config", .. words.Split(' '), $"--kubeconfig={path}"], new MemoryStream(), new MemoryStream(), error, static _ => null, default);
            Assert.Equal((0, "", after ?? before), (code, error.ToString(), await File.ReadAllTextAsync(path)));
        }
        finally { File.Delete(path); }
    }

    [Theory]
    [InlineData("config view --merge=false", "error: if merge==false a precise file must be specified")]
    [InlineData("config set current-context ", "error: you cannot use set to unset a property")]
    public async Task What_config_cannot_do_is_told(string words, string said)
    {
        var error = new StringWriter();
        var code = await Kubectl.RunAsync(words.Split(' '), new MemoryStream(), new MemoryStream(), error, static name => name == "HOME" ? "/nonexistent" : null, default);
        Assert.Equal((1, said), (code, error.ToString().TrimEnd()));
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
