// Times Ajv's compiled validator on the model and value that ModelBenchmark wrote: node validator.js FOLDER
"use strict";
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv");

const folder = process.argv[2];
const schema = JSON.parse(fs.readFileSync(path.join(folder, "model.json"), "utf8"));
const text = fs.readFileSync(path.join(folder, "value.json"));
const validate = new Ajv().compile(schema);
const value = JSON.parse(text);
if (!validate(value)) throw new Error(JSON.stringify(validate.errors[0]));

function time(name, repetitions, body) {
    const times = [];
    for (let index = 0; index < repetitions; index++) {
        const start = process.hrtime.bigint();
        body();
        times.push(Number(process.hrtime.bigint() - start) / 1000);
    }
    times.sort((left, right) => left - right);
    console.log(`${name}: ${times[repetitions >> 1].toFixed(0)} us`);
}

// The first thousand runs warm up the compiler.
for (let index = 0; index < 1000; index++) validate(JSON.parse(text));
time("validate it", 500, () => validate(JSON.parse(text)));
time("validate it, parsed already", 500, () => validate(value));
